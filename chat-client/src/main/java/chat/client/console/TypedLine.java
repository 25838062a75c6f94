// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person means by a line. */
sealed interface TypedLine {

    /** Nothing. */
    record Nothing() implements TypedLine {}

    /** To say something. */
    record Say(String text) implements TypedLine {}

    /**
     * To have something done.
     *
     * @param argument what follows the command, without space around it; empty for nothing
     */
    record Do(ConsoleCommand command, String argument) implements TypedLine {}

    /** A command that there is not. */
    record Unknown(String word) implements TypedLine {}

    /** Understands a line: {@code /word} is a command, {@code //} says a line that begins with one slash. */
    static TypedLine of(String line) {
        if (line.isBlank()) {
            return new Nothing();
        }
        if (!line.startsWith("/")) {
            return new Say(line);
        }
        if (line.startsWith("//")) {
            return new Say(line.substring(1));
        }
        String[] parts = line.substring(1).strip().split("\\s+", 2);
        @Nullable ConsoleCommand command = ConsoleCommand.ofWord(parts[0].toLowerCase(Locale.ROOT));
        return command == null ? new Unknown(parts[0]) : new Do(command, parts.length > 1 ? parts[1].strip() : "");
    }
}
