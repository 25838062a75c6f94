// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RoomName;
import chat.server.store.CommitWriter;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far accounts have been sent their direct rooms, on the way to the database: what has come together by the time the
 * writer thread turns to it is one transaction, as many come at once when many leave at once. What fails is dropped: then
 * they are told of those rooms once more. Thread-safe.
 */
final class SeenMarks {

    private static final Logger LOG = LoggerFactory.getLogger(SeenMarks.class);

    private record Mark(RoomName room, long accountId) {}

    private final ConcurrentHashMap<Mark, Long> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final CommitWriter writer;
    private final WriterDesk desk;
    private final Rooms rooms;

    SeenMarks(CommitWriter writer, WriterDesk desk, Rooms rooms) {
        this.writer = writer;
        this.desk = desk;
        this.rooms = rooms;
    }

    /** Has a mark saved. */
    void save(RoomName room, long accountId, long seq) {
        waiting.merge(new Mark(room, accountId), seq, Math::max);
        if (isScheduled.compareAndSet(false, true)) {
            writer.call(this::write).exceptionally(failure -> {
                LOG.debug("how far direct rooms have been read is not saved", failure);
                isScheduled.set(false);
                return 0;
            });
        }
    }

    private int write() {
        // Before the marks are taken: what comes from now on schedules another call.
        isScheduled.set(false);
        if (desk.health().problem() != null) {
            waiting.clear();
            return 0;
        }
        int written = 0;
        try {
            WriteConnection connection = desk.connection();
            for (Map.Entry<Mark, Long> entry : waiting.entrySet()) {
                Mark mark = entry.getKey();
                SqliteRoom room = rooms.find(mark.room());
                waiting.remove(mark, entry.getValue());
                if (room != null) {
                    connection.rooms().directs().saveSeen(room.id(), mark.accountId(), entry.getValue());
                    written++;
                }
            }
            connection.commit();
            desk.committed(1 + written);
        } catch (SQLException e) {
            desk.failed(e);
        } catch (RuntimeException | Error e) {
            // Nobody knows how far it came, and the next group must not commit the rest with its own.
            desk.failed(new SQLException(e));
            throw e;
        }
        return written;
    }
}
