// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Completes commands, names and rooms. Names come in the order in which their bearers spoke, the last one first. Thread-safe.
 */
final class WordCompleter {

    private final Place place;
    private final RecentNames names;

    WordCompleter(Place place, RecentNames names) {
        this.place = place;
        this.names = names;
    }

    /**
     * What a word can become, with what follows it, the likeliest first.
     *
     * @param first whether it is the first one of the line: a command, or whoever is addressed
     */
    List<String> candidates(String word, boolean first) {
        String folded = word.toLowerCase(Locale.ROOT);
        return all(word, first)
                .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(folded))
                .toList();
    }

    private Stream<String> all(String word, boolean first) {
        if (first && word.startsWith("/")) {
            return Stream.of(ConsoleCommand.values()).map(command -> "/" + command.word() + " ");
        } else if (word.startsWith("#")) {
            return place.view().rooms().stream().map(room -> room.value() + " ");
        }
        return names.all().stream().map(name -> name.value() + (first ? ": " : " "));
    }
}
