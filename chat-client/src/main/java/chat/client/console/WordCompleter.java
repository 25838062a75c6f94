// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
     * What the last word of a text can become, with what follows it, the likeliest first.
     *
     * @param before the text up to the cursor
     * @param from where its last word begins
     */
    List<String> candidates(String before, int from) {
        String word = before.substring(from).toLowerCase(Locale.ROOT);
        if (from == 0 && word.startsWith("/")) {
            return beginning(word, Stream.of(ConsoleCommand.values()).map(command -> "/" + command.word()), " ");
        }
        ConsoleCommand command = commandBefore(before.substring(0, from));
        boolean roomWanted = command != null && command.isAboutRooms();
        if (word.startsWith("#") || (word.startsWith("@") && roomWanted)) {
            return beginning(word, rooms(), " ");
        }
        if (word.startsWith("@")) {
            return beginning(word, Stream.concat(mentions(), rooms()), " ");
        }
        if (roomWanted) {
            // As /go, /join and the like take them, without what they begin with.
            return rooms().filter(room -> room.substring(1).startsWith(word))
                    .map(room -> room + " ")
                    .toList();
        }
        return beginning(word, names.all().stream().map(AccountName::value), from == 0 ? ": " : " ");
    }

    private Stream<String> mentions() {
        return names.all().stream().map(name -> "@" + name);
    }

    private Stream<String> rooms() {
        return place.view().rooms().stream().map(RoomName::value);
    }

    private static List<String> beginning(String word, Stream<String> all, String end) {
        return all.filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(word))
                .map(candidate -> candidate + end)
                .toList();
    }

    /** The command of which the word is the first argument, or null. */
    private static @Nullable ConsoleCommand commandBefore(String text) {
        return TypedLine.of(text) instanceof TypedLine.Do typed
                        && typed.argument().isEmpty()
                ? typed.command()
                : null;
    }
}
