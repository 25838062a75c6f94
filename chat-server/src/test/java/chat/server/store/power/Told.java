// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.protocol.message.RoomName;

/** What the store has told somebody, as a line of a file: from then on it has to be true. */
sealed interface Told {

    /** A message is stored at a place. */
    record Stored(Said said, long seq, boolean duplicate) implements Told {}

    /** There is a room. */
    record Opened(RoomName room, String epoch) implements Told {}

    /** The line, with its end. */
    default String line() {
        if (this instanceof Stored stored) {
            return "stored " + stored.said().sender() + " " + stored.said().id() + " " + stored.seq() + " "
                    + stored.duplicate() + "\n";
        }
        Opened opened = (Opened) this;
        return "opened " + opened.room() + " " + opened.epoch() + "\n";
    }

    static Told of(String line) {
        String[] words = line.strip().split(" ");
        return switch (words[0]) {
            case "stored" ->
                new Stored(
                        new Said(Integer.parseInt(words[1]), Long.parseLong(words[2])),
                        Long.parseLong(words[3]),
                        Boolean.parseBoolean(words[4]));
            case "opened" -> new Opened(new RoomName(words[1]), words[2]);
            default -> throw new IllegalArgumentException(line);
        };
    }
}
