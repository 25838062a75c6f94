// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.CaughtUp;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Counts what comes of a room from its join on, until everything is there that it had then. A connection that breaks
 * meanwhile does not begin the count anew. Confined to one event loop.
 */
final class Arrears {

    private final RoomName room;

    private boolean open;
    private @Nullable Position after;
    private boolean sameLog;
    private long messages;
    private long missing;
    private long head;

    Arrears(RoomName room) {
        this.room = room;
    }

    /**
     * The room is followed.
     *
     * @param from the last entry that is known
     * @param newHead the last entry that there is
     */
    void begin(@Nullable Position from, long newHead) {
        if (!open) {
            open = true;
            after = from;
            sameLog = true;
            messages = 0;
            missing = 0;
        }
        head = newHead;
    }

    /** The log is not the one that it was. */
    void newLog() {
        sameLog = false;
    }

    /** A new entry came. */
    void entry(LogEntry entry) {
        if (open && entry.event() instanceof RoomEvent.Message) {
            messages++;
        }
    }

    /** Entries are missing. */
    void missing(Event.Gap gap) {
        missing += gap.to() - gap.from() + 1;
    }

    /**
     * Everything up to a number is there.
     *
     * @return what to tell if that is all, once
     */
    @Nullable
    CaughtUp reached(long seq) {
        if (!open || seq < head) {
            return null;
        }
        open = false;
        return new CaughtUp(room, after, sameLog, messages, missing, head);
    }

    /** Where to begin again if everything ended now: null if that is what was seen last. */
    @Nullable
    Position beginning() {
        return open ? after : null;
    }
}
