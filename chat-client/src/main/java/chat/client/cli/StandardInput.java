// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this program has been given an input. */
final class StandardInput {

    /** What is said where there is none. */
    static final String CLOSED = "the input is closed (expected: an input, such as < /dev/null)";

    private StandardInput() {}

    /**
     * Whether the input was closed when the program was started, as by {@code <&-}. To be asked before anything of it is read:
     * the first file that the JVM opens has taken its number, and would be read and sent instead.
     */
    static boolean isClosed() {
        try {
            return Files.isSameFile(Path.of("/dev/fd/0"), Path.of(System.getProperty("java.home"), "lib", "modules"));
        } catch (IOException e) {
            // Nothing stands there: reading it fails by itself.
            return false;
        }
    }
}
