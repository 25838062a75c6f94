// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code /help} says: no more at once than a window of 24 rows shows. Thread-safe, as it keeps nothing. */
final class Help {

    private static final String KEYS = "keys";
    private static final String MORE = "more";

    private Help() {}

    /**
     * The lines about something.
     *
     * @param topic what the person wrote behind the command: nothing, {@code keys}, {@code more}, or a command
     * @param keys what there is to say about keys; empty for nothing
     * @return empty if there is no such topic
     */
    static List<String> about(String topic, List<String> keys) {
        String word = topic.startsWith("/") ? topic.substring(1) : topic;
        String folded = word.toLowerCase(Locale.ROOT);
        if (folded.isEmpty()) {
            return everyday(!keys.isEmpty());
        } else if (folded.equals(MORE)) {
            return special().map(Help::line).toList();
        } else if (folded.equals(KEYS)) {
            return keys.isEmpty() ? List.of("plain lines have no keys of their own") : keys;
        }
        @Nullable ConsoleCommand command = ConsoleCommand.ofWord(folded);
        return command == null ? List.of() : List.of(line(command));
    }

    private static List<String> everyday(boolean withKeys) {
        List<String> lines = new ArrayList<>();
        Stream.of(ConsoleCommand.values())
                .filter(command -> !command.isSpecial())
                .map(Help::line)
                .forEach(lines::add);
        lines.add(special().map(command -> "/" + command.word()).collect(Collectors.joining(" ")) + ": /help " + MORE);
        if (withKeys) {
            lines.add("Tab completes, PageUp reads back, Alt-1 to 9 change rooms: /help " + KEYS);
        }
        lines.add("anything else is said in the room; // says what begins with a slash");
        return lines;
    }

    private static Stream<ConsoleCommand> special() {
        return Stream.of(ConsoleCommand.values()).filter(ConsoleCommand::isSpecial);
    }

    private static String line(ConsoleCommand command) {
        return String.format("%-19s %s", command.usage(), command.meaning());
    }
}
