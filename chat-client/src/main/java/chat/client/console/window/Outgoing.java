// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/** A message of the person's that is on its way. Each is told once what became of it. Thread-safe. */
public final class Outgoing {

    private final Rooms rooms;
    private final RoomView room;
    private final ItemKey place;
    private final String text;

    Outgoing(Rooms rooms, RoomView room, ItemKey place, String text) {
        this.rooms = rooms;
        this.room = room;
        this.place = place;
        this.text = text;
    }

    /**
     * It is stored.
     *
     * @param seq as which entry
     * @param atMillis when, in milliseconds since 1970
     */
    public void stored(long seq, long atMillis) {
        rooms.stored(room, place, text, seq, atMillis);
    }

    /** It is not stored, or perhaps not; the reason in words. */
    public void refused(String reason) {
        rooms.refused(room, place, text, reason);
    }
}
