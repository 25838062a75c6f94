// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * What of one room has been seen, across connections: decides which entries are new, and notices when some are missing.
 * Confined to one event loop.
 */
final class RoomPosition {

    /**
     * What to do with an entry, or with the news that some are gone.
     *
     * @param deliver whether it is a new entry
     * @param newLog whether it is of another log than the last one
     * @param hole the entries that should have come before it, or null: that they are gone, nobody said
     * @param missing what the server says is gone, or null
     */
    record Verdict(boolean deliver, boolean newLog, Event.@Nullable Gap hole, Event.@Nullable Gap missing) {
        private static final Verdict DROP = new Verdict(false, false, null, null);
        private static final Verdict NEXT = new Verdict(true, false, null, null);
    }

    private static final long UNKNOWN = -1;

    private final RoomName room;
    private final @Nullable Integer last;
    private final boolean follow;

    private @Nullable String epoch;
    private long seq = UNKNOWN;
    private @Nullable Long atMillis;
    private long head;
    private boolean live;
    private boolean unsure;

    /**
     * @param after where to begin, or null
     * @param last how many of the last entries to begin with, or null
     * @param follow whether to follow it only, on every connection, without becoming a member
     */
    RoomPosition(RoomName room, @Nullable Position after, @Nullable Integer last, boolean follow) {
        this.room = room;
        this.last = last;
        this.follow = follow;
        if (after != null) {
            epoch = after.epoch();
            seq = after.seq();
            atMillis = after.atMillis();
        }
    }

    RoomName room() {
        return room;
    }

    /** Whether the room is followed only, without becoming a member. */
    boolean isFollowOnly() {
        return follow;
    }

    /** Whether the present connection follows the room. */
    boolean isLive() {
        return live;
    }

    /** The number of the last entry that is known to be seen; below 0 while that is not known. */
    long seq() {
        return unsure ? UNKNOWN : seq;
    }

    /** Which log the room has, or an empty string while that is not known. */
    String epoch() {
        return epoch == null ? "" : epoch;
    }

    /** The command that follows the room from here on. */
    Command.Join join(String ref) {
        Position after = position();
        return new Command.Join(ref, room, after, after == null ? last : null, follow);
    }

    /** The last entry that was seen, or null if there is none yet. */
    @Nullable
    Position position() {
        if (epoch == null || seq == UNKNOWN || epoch.isEmpty() || epoch.length() > Position.MAX_EPOCH_LENGTH) {
            return null;
        }
        return new Position(epoch, seq, atMillis);
    }

    /** The connection has ended. */
    void connectionLost() {
        live = false;
    }

    /**
     * The room is followed.
     *
     * @return whether its log is another one than before
     */
    boolean joined(Event.Joined joined) {
        boolean first = epoch == null;
        boolean setBack = !joined.recovered() && seq > joined.head();
        boolean newLog = !first && (!joined.epoch().equals(epoch) || setBack);
        if (newLog) {
            seq = UNKNOWN;
            atMillis = null;
        }
        // Entries that are gone, or another log that happens to be as long: what comes first tells which.
        unsure = !joined.recovered() && seq != UNKNOWN;
        epoch = joined.epoch();
        head = joined.head();
        live = true;
        boolean nothingFollows = first && last != null && last == 0;
        if (seq == UNKNOWN && (head == 0 || nothingFollows)) {
            seq = head;
        }
        return newLog;
    }

    /** An entry came. */
    Verdict entry(LogEntry entry) {
        if (!live) {
            return Verdict.DROP;
        }
        boolean behind = seq != UNKNOWN && entry.seq() <= seq;
        if (behind && !unsure) {
            return Verdict.DROP;
        }
        long expected = seq == UNKNOWN ? Math.min(entry.seq(), head + 1) : seq + 1;
        Event.Gap hole = !behind && entry.seq() > expected ? gap(expected, entry.seq() - 1) : null;
        seq = entry.seq();
        atMillis = entry.atMillis();
        unsure = false;
        return behind || hole != null ? new Verdict(true, behind, hole, null) : Verdict.NEXT;
    }

    /** The server says that entries are gone: which of them this client has missed, if any. */
    Verdict gap(Event.Gap gap) {
        if (!live) {
            return Verdict.DROP;
        }
        boolean known = gap.epoch().equals(epoch) && seq != UNKNOWN;
        // Of the log that was seen only what came later could be gone.
        boolean newLog = known && unsure && gap.from() <= seq;
        if (known && !newLog && gap.to() <= seq) {
            return Verdict.DROP;
        }
        boolean goesOn = known && !newLog;
        long from = goesOn ? Math.max(seq + 1, gap.from()) : gap.from();
        Event.Gap hole = goesOn && from > seq + 1 ? gap(seq + 1, from - 1) : null;
        epoch = gap.epoch();
        seq = gap.to();
        atMillis = null;
        unsure = false;
        return new Verdict(false, newLog, hole, gap(from, gap.to()));
    }

    private Event.Gap gap(long from, long to) {
        return new Event.Gap(room, epoch(), from, to);
    }
}
