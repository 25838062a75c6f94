// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Where a room's log begins and ends, as everybody may see it at any time.
 *
 * <p>Thread-safe: written by the log's one writer, read by anybody. An entry that {@link #lastSeq} covers can be read.
 */
public final class LogHead {

    private final RoomName room;
    private final String epoch;
    private volatile End end;
    private volatile long firstSeq;

    private record End(long seq, long atMillis) {}

    /**
     * @param epoch which log this is; another one whenever numbers may have been given twice
     * @param firstSeq the first entry that is kept; lastSeq + 1 if there is none
     * @param lastSeq the last entry, 0 if there has never been one
     * @param lastAtMillis when the last entry was stored, in milliseconds since 1970
     */
    public LogHead(RoomName room, String epoch, long firstSeq, long lastSeq, long lastAtMillis) {
        this.room = room;
        this.epoch = epoch;
        this.firstSeq = firstSeq;
        this.end = new End(lastSeq, lastAtMillis);
    }

    /** The room. */
    public RoomName room() {
        return room;
    }

    /** Which log this is. */
    public String epoch() {
        return epoch;
    }

    /** The first entry that is kept; {@link #lastSeq} + 1 if there is none. */
    public long firstSeq() {
        return firstSeq;
    }

    /** The last entry that is committed, 0 if there has never been one. */
    public long lastSeq() {
        return end.seq;
    }

    /** When an entry was stored, in milliseconds since 1970, if it is the last one; else null. */
    public @Nullable Long atMillisIfLast(long seq) {
        End now = end;
        return now.seq == seq ? now.atMillis : null;
    }

    /** Says that everything up to an entry is committed and readable. For the log's writer, once a batch. */
    public void publish(long lastSeq, long lastAtMillis) {
        end = new End(lastSeq, lastAtMillis);
    }

    /** Says that the entries before one are no longer kept. For the log's writer, before it removes them. */
    public void trimmed(long newFirstSeq) {
        firstSeq = newFirstSeq;
    }

    @Override
    public String toString() {
        return room + "[" + firstSeq() + ".." + lastSeq() + "]";
    }
}
