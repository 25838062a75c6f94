// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import java.nio.file.Path;
import java.util.List;

/** Where a password or a token comes from. It is never in the configuration itself. */
public sealed interface SecretSource {

    /** The first line of a file. */
    record OfFile(Path file) implements SecretSource {}

    /** A variable of the environment. */
    record OfVariable(String variable) implements SecretSource {}

    /**
     * The first line that a program prints.
     *
     * @param command the program and its arguments, at least one; no shell looks at them
     */
    record OfCommand(List<String> command) implements SecretSource {
        /** Keeps a copy. */
        public OfCommand {
            command = List.copyOf(command);
        }
    }
}
