// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch.RoomCommit;
import chat.server.store.PendingAppend;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of appends that is numbered but not committed. It ends with {@link #committed} or {@link #rolledBack}. Confined
 * to the writer thread.
 */
final class Transaction {

    private final Rooms rooms;
    private final FirstPlaces places;
    private final long nowMillis;
    private final Map<SqliteRoom, List<LogEntry>> added = new LinkedHashMap<>();
    private final List<Runnable> outcomes = new ArrayList<>();
    private int producers;
    private long bytes;

    Transaction(Rooms rooms, FirstPlaces places, long nowMillis) {
        this.rooms = rooms;
        this.places = places;
        this.nowMillis = nowMillis;
    }

    /** Numbers an append and has it written with the others, or finds out why it is not to be stored. */
    void add(WriteConnection connection, PendingAppend pending) throws SQLException {
        try {
            number(connection, pending);
        } catch (RejectedException e) {
            outcomes.add(() -> pending.rejected(e));
        }
    }

    private void number(WriteConnection connection, PendingAppend pending) throws SQLException {
        Append append = pending.append();
        ClientMessageId id = append.id();
        SqliteRoom room = rooms.opened(append.room().room());
        Producer producer = id == null ? null : connection.producers().of(append.sender(), id);
        if (id != null && producer != null && producer.window().contains(id.counter())) {
            outcomes.add(() -> pending.storedBefore(places.find(room, producer, id)));
            return;
        }
        append.requireStorable(room.numberedState().rightsSeq());
        LogEntry entry =
                new LogEntry(room.name(), room.nextSeq(), room.notBeforeLast(nowMillis), append.from(), append.event());
        added.computeIfAbsent(room, absent -> new ArrayList<>()).add(entry);
        room.numbered(entry);
        connection.add(room.id(), entry, producer == null ? 0 : producer.rowId());
        bytes += EntryRow.textLength(entry);
        if (id != null && producer != null) {
            long key = EntryKey.of(room.id(), entry.seq());
            producers += connection.producers().stored(producer, id.counter(), key, nowMillis) ? 1 : 0;
        }
        Appended place = new Appended(entry.seq(), entry.atMillis(), false);
        outcomes.add(() -> pending.stored(place));
    }

    /** The rooms that get entries. */
    Iterable<SqliteRoom> grown() {
        return added.keySet();
    }

    /** Whether there is nothing to be written: all of it was refused or had been stored before. */
    boolean isEmpty() {
        return added.isEmpty();
    }

    /** About how many pages of the write-ahead log it takes: each producer's row may be in a page of its own. */
    long pages() {
        return 2 + added.size() + producers + bytes / 2048;
    }

    /** It is durable: sets the outcomes and publishes the heads. */
    List<RoomCommit> committed() {
        outcomes.forEach(Runnable::run);
        List<RoomCommit> commits = new ArrayList<>(added.size());
        added.forEach((room, entries) -> {
            room.committed();
            commits.add(new RoomCommit(room.head(), entries));
        });
        return commits;
    }

    /** Nothing of it is stored, or that is not known: the rooms are as they were. */
    void rolledBack() {
        added.keySet().forEach(SqliteRoom::rolledBack);
    }
}
