// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, names and rooms. Names come in the order in which their bearers spoke, the last one first. Runs on
 * the thread that reads lines.
 */
final class WordCompleter implements Completer {

    private final Place place;
    private final RecentNames names;

    WordCompleter(Place place, RecentNames names) {
        this.place = place;
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        boolean first = line.wordIndex() == 0;
        if (first && line.word().startsWith("/")) {
            commands(candidates);
        } else if (line.word().startsWith("#")) {
            rooms(candidates);
        } else {
            names(candidates, first);
        }
    }

    /** What a word can become, the likeliest first. */
    List<String> candidates(String word, boolean first) {
        String folded = word.toLowerCase(Locale.ROOT);
        Stream<String> all;
        if (first && word.startsWith("/")) {
            all = Stream.of(ConsoleCommand.values()).map(command -> "/" + command.word() + " ");
        } else if (word.startsWith("#")) {
            all = place.view().rooms().stream().map(room -> room.value() + " ");
        } else {
            // At the beginning of a line, somebody is being addressed.
            all = names.all().stream().map(name -> name.value() + (first ? ": " : " "));
        }
        return all.filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(folded))
                .toList();
    }

    private static void commands(List<Candidate> candidates) {
        for (ConsoleCommand command : ConsoleCommand.values()) {
            String value = "/" + command.word();
            candidates.add(new Candidate(value, value, null, command.meaning(), null, null, true));
        }
    }

    private void rooms(List<Candidate> candidates) {
        for (RoomName room : place.view().rooms()) {
            candidates.add(new Candidate(room.value()));
        }
    }

    private void names(List<Candidate> candidates, boolean first) {
        int rank = 0;
        for (AccountName name : names.all()) {
            // At the beginning of a line, somebody is being addressed.
            String value = first ? name.value() + ":" : name.value();
            candidates.add(new Candidate(value, name.value(), null, null, null, null, true, rank++));
        }
    }
}
