// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.log.LogHead;
import chat.server.room.Direct;
import chat.server.room.RoomSnapshot;
import chat.server.room.RoomState;
import org.jspecify.annotations.Nullable;

/**
 * A room as the writer sees it: what is committed, and in front of that what the commit under way has numbered. Confined
 * to the writer thread, but for {@link #head} and {@link #snapshot}.
 */
final class SqliteRoom {

    private final int id;
    private final LogHead head;
    private final @Nullable Direct direct;
    private volatile RoomState state;
    private long lastSeq;
    private long lastAtMillis;
    private RoomState numberedState;

    /**
     * @param lastAtMillis when the last entry was stored
     * @param state folded from all entries
     * @param direct what it is besides, if it is a direct room, else null
     */
    SqliteRoom(int id, LogHead head, long lastAtMillis, RoomState state, @Nullable Direct direct) {
        this.direct = direct;
        this.id = id;
        this.head = head;
        this.state = state;
        this.lastSeq = head.lastSeq();
        this.lastAtMillis = lastAtMillis;
        this.numberedState = state;
    }

    /** The upper part of its entries' keys. */
    int id() {
        return id;
    }

    RoomName name() {
        return head.room();
    }

    /** What is committed, for anybody. */
    LogHead head() {
        return head;
    }

    /** What is committed, for anybody. */
    RoomSnapshot snapshot() {
        return new RoomSnapshot(head, state, direct);
    }

    /** What has been numbered. */
    RoomState numberedState() {
        return numberedState;
    }

    /** The number for the next entry. */
    long nextSeq() {
        return lastSeq + 1;
    }

    /** The time for the next entry, which is never before the last one's. */
    long notBeforeLast(long nowMillis) {
        return Math.max(nowMillis, lastAtMillis);
    }

    /** An entry has got its number. */
    void numbered(LogEntry entry) {
        lastSeq = entry.seq();
        lastAtMillis = entry.atMillis();
        numberedState = numberedState.with(entry);
    }

    /** What has been numbered is committed. */
    void committed() {
        state = numberedState;
        head.publish(lastSeq, lastAtMillis);
    }

    /** What has been numbered is not committed. */
    void rolledBack() {
        lastSeq = head.lastSeq();
        Long at = head.atMillisIfLast(lastSeq);
        lastAtMillis = at == null ? 0 : at;
        numberedState = state;
    }
}
