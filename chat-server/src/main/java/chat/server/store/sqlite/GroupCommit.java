// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch.RoomCommit;
import chat.server.store.CommitWriter;
import chat.server.store.PendingAppend;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one transaction of a group of appends. Confined to the writer thread. */
final class GroupCommit implements CommitWriter.Commit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final WriterDesk desk;
    private final Rooms rooms;
    private final ReadPool reads;
    private final Clock clock;
    private final CommitWriter.Observer observer;

    GroupCommit(WriterDesk desk, Rooms rooms, ReadPool reads, Clock clock, CommitWriter.Observer observer) {
        this.desk = desk;
        this.rooms = rooms;
        this.reads = reads;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public List<RoomCommit> commit(List<PendingAppend> group) {
        StoreHealth.Problem problem = desk.health().problem();
        if (problem != null) {
            refuse(group, StoreHealth.refusal(problem));
            return List.of();
        }
        try {
            return store(group);
        } catch (SQLException e) {
            return failed(group, e);
        }
    }

    private List<RoomCommit> store(List<PendingAppend> group) throws SQLException {
        Transaction transaction = new Transaction(desk.connection(), clock.millis());
        try {
            for (PendingAppend pending : group) {
                transaction.add(pending);
            }
            transaction.commit();
        } catch (SQLException | RuntimeException e) {
            transaction.rolledBack();
            throw e;
        }
        desk.committed(transaction.pages());
        transaction.outcomes.forEach(Runnable::run);
        List<RoomCommit> commits = new ArrayList<>(transaction.added.size());
        transaction.added.forEach((room, entries) -> {
            room.committed();
            commits.add(new RoomCommit(room.head(), entries));
        });
        return commits;
    }

    private List<RoomCommit> failed(List<PendingAppend> group, SQLException failure) {
        if (Trouble.of(failure) != Trouble.FAULT) {
            desk.failed(failure);
            refuse(group, StoreHealth.refusal(StoreHealth.problem(failure)));
            return List.of();
        }
        desk.discard();
        if (group.size() == 1) {
            LOG.error("an entry cannot be stored", failure);
            observer.bug();
            refuse(group, new RejectedException(ErrorCode.INTERNAL, "this cannot be stored"));
            return List.of();
        }
        // One of them is to blame, and the others have nothing to do with it.
        List<RoomCommit> commits = new ArrayList<>();
        group.forEach(pending -> commits.addAll(commit(List.of(pending))));
        return RoomCommits.merged(commits);
    }

    private static void refuse(List<PendingAppend> group, RejectedException why) {
        group.forEach(pending -> pending.rejected(why));
    }

    /** What is numbered but not committed. */
    private final class Transaction {

        private final WriteConnection connection;
        private final long nowMillis;
        private final Map<SqliteRoom, List<LogEntry>> added = new LinkedHashMap<>();
        private final List<Runnable> outcomes = new ArrayList<>();
        private long bytes;

        Transaction(WriteConnection connection, long nowMillis) {
            this.connection = connection;
            this.nowMillis = nowMillis;
        }

        void add(PendingAppend pending) throws SQLException {
            try {
                number(pending);
            } catch (RejectedException e) {
                outcomes.add(() -> pending.rejected(e));
            }
        }

        private void number(PendingAppend pending) throws SQLException {
            Append append = pending.append();
            ClientMessageId id = append.id();
            SqliteRoom room = rooms.opened(append.room().room());
            Producer producer = id == null ? null : connection.producers().of(append.sender(), id);
            if (id != null && producer != null && producer.window().contains(id.counter())) {
                outcomes.add(() -> pending.storedBefore(firstPlace(room, producer, id)));
                return;
            }
            LogEntry entry = new LogEntry(
                    room.name(), room.nextSeq(), room.notBeforeLast(nowMillis), append.from(), append.event());
            added.computeIfAbsent(room, absent -> new ArrayList<>()).add(entry);
            room.numbered(entry);
            connection.add(room.id(), entry, producer == null ? 0 : producer.rowId());
            bytes += EntryRow.textLength(entry);
            if (id != null && producer != null) {
                long key = EntryKey.of(room.id(), entry.seq());
                connection.producers().stored(producer, id.counter(), key, nowMillis);
            }
            Appended place = new Appended(entry.seq(), entry.atMillis(), false);
            outcomes.add(() -> pending.stored(place));
        }

        void commit() throws SQLException {
            connection.save(added.keySet());
        }

        void rolledBack() {
            added.keySet().forEach(SqliteRoom::rolledBack);
            connection.producers().rolledBack();
        }

        /** About how many pages of the write-ahead log it took. */
        long pages() {
            return 2 + added.size() + bytes / 2048;
        }
    }

    private CompletionStage<Appended> firstPlace(SqliteRoom room, Producer producer, ClientMessageId id) {
        long hint = producer.hint();
        long producerId = producer.rowId();
        RoomName name = room.name();
        return reads.submit(connection -> {
            Appended first = connection.place(room.id(), producerId, id.counter(), hint);
            if (first == null) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD,
                        "id: " + id.counter() + " was used for a message that is not in " + name
                                + ", or not kept any more (expected: a new id)");
            }
            return first;
        });
    }
}
