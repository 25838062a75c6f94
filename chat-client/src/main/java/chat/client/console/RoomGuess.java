// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the room that a person means who writes a part of its name. Thread-safe, as it keeps nothing. */
final class RoomGuess {

    private RoomGuess() {}

    /**
     * The room that fits best: by its number, its whole name, its beginning, a part of it, or letters of it in their order.
     *
     * @param rooms in the order of their numbers, which count from 1
     * @return null if none fits
     */
    static @Nullable RoomName of(String written, List<RoomName> rooms) {
        String wanted = bare(written.toLowerCase(Locale.ROOT));
        if (wanted.isEmpty()) {
            return null;
        }
        RoomName best = null;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i < rooms.size(); i++) {
            int rank = rank(wanted, bare(rooms.get(i).value()), i + 1);
            if (rank < bestRank) {
                bestRank = rank;
                best = rooms.get(i);
            }
        }
        return best;
    }

    private static int rank(String wanted, String name, int number) {
        if (name.equals(wanted)) {
            return 0;
        } else if (wanted.equals(Integer.toString(number))) {
            return 1;
        } else if (name.startsWith(wanted)) {
            return 2;
        } else if (name.contains(wanted)) {
            return 3;
        }
        int at = -1;
        for (int i = 0; i < wanted.length(); i++) {
            at = name.indexOf(wanted.charAt(i), at + 1);
            if (at < 0) {
                return Integer.MAX_VALUE;
            }
        }
        return 4;
    }

    private static String bare(String name) {
        return name.startsWith("#") || name.startsWith("@") ? name.substring(1) : name;
    }
}
