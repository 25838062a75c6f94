// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.log.CommitBatch.RoomCommit;
import chat.server.room.DirectPair;
import chat.server.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread's place of work: the connection that is open now, and what is to be done when one has failed. Confined
 * to the writer thread, or to the start before there is one.
 */
final class WriterDesk {

    private static final Logger LOG = LoggerFactory.getLogger(WriterDesk.class);

    private final Database database;
    private final Rooms rooms;
    private final Readers readers;
    private final StoreHealth health;
    private final Checkpoints checkpoints;
    private @Nullable WriteConnection open;

    WriterDesk(Database database, Rooms rooms, Readers readers, StoreHealth health, Checkpoints checkpoints) {
        this.database = database;
        this.rooms = rooms;
        this.readers = readers;
        this.health = health;
        this.checkpoints = checkpoints;
    }

    StoreHealth health() {
        return health;
    }

    /** The connection, opened if there is none. */
    WriteConnection connection() throws SQLException {
        WriteConnection connection = open;
        if (connection == null) {
            connection = WriteConnection.open(database);
            open = connection;
        }
        return connection;
    }

    /**
     * A transaction is committed.
     *
     * @param pages about how many pages of the write-ahead log it took
     */
    void committed(long pages) {
        health.committed();
        checkpoints.written(pages);
    }

    /** Closes the connection; the next use opens another one. */
    void discard() {
        WriteConnection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("a connection that had failed could not be closed", e);
            }
        }
    }

    /**
     * Writes a row if nothing has been committed for a while, to see whether that works.
     *
     * @throws RejectedException if it does not
     */
    void probe() {
        StoreHealth.Problem problem = health.problem();
        if (problem == null && !health.hasCommittedLately()) {
            try {
                writeProbe();
            } catch (SQLException e) {
                failed(e);
                problem = StoreHealth.problem(e);
            }
        }
        if (problem != null) {
            throw new RejectedException(ErrorCode.STORE_UNAVAILABLE, problem.inWords());
        }
    }

    private void writeProbe() throws SQLException {
        connection().setMeta("probe", Long.toString(System.currentTimeMillis()));
        committed(1);
    }

    /** Something failed: nothing is taken until {@link #recover} has seen it work. */
    void failed(SQLException failure) {
        health.failed(failure);
        discard();
    }

    /**
     * Looks whether a store that failed is able again. After a failure of the disk everything is closed and read again: a
     * sync is never tried twice, as the second one would say that all is well (fsync(2), "errors").
     *
     * @return what turned out to be stored, although nobody could be told
     */
    List<RoomCommit> recover() {
        StoreHealth.Problem problem = health.problem();
        // A damaged file does not heal.
        if (problem == null || problem.kind() == Trouble.DAMAGED) {
            return List.of();
        }
        discard();
        List<RoomCommit> found = new ArrayList<>();
        try {
            if (problem.kind().isOutcomeUnknown()) {
                readers.whileClosed(this::connection);
            }
            addUnheardOf(found);
            writeProbe();
            health.recovered(problem);
        } catch (SQLException e) {
            failed(e);
        } catch (StoreException e) {
            // Somebody has put another file there.
            failed(new SQLException(e.reason(), e));
        } catch (RuntimeException | Error e) {
            // Whoever called is told of what has been found so far all the same: it has been published.
            LOG.error("the recovery of the store failed", e);
            rooms.all().forEach(SqliteRoom::rolledBack);
            failed(new SQLException(e));
        }
        return found;
    }

    private void addUnheardOf(List<RoomCommit> found) throws SQLException {
        for (SqliteRoom room : rooms.all()) {
            List<LogEntry> entries = connection().rooms().after(room);
            if (!entries.isEmpty()) {
                entries.forEach(room::numbered);
                found.add(new RoomCommit(room.head(), entries));
                room.committed();
            }
        }
        for (SqliteRoom room : connection().rooms().load()) {
            if (rooms.find(room.name()) == null) {
                rooms.add(room);
            }
        }
        connection().commit();
    }

    /**
     * Makes a room.
     *
     * @param pair whose it is, if it is a direct room, else null
     * @throws RejectedException if the store takes nothing now
     */
    SqliteRoom createRoom(RoomName name, @Nullable DirectPair pair) {
        StoreHealth.Problem problem = health.problem();
        if (problem != null) {
            throw StoreHealth.refusal(problem);
        }
        try {
            SqliteRoom room = connection().createRoom(name, pair);
            committed(1);
            rooms.add(room);
            return room;
        } catch (SQLException e) {
            failed(e);
            throw StoreHealth.refusal(StoreHealth.problem(e));
        }
    }

    /** Notes the good end and closes the connection. */
    void close() {
        if (health.problem() == null) {
            try {
                CleanEnd.closed(connection());
            } catch (SQLException | StoreException e) {
                LOG.warn("the database could not be closed in good order: {}", String.valueOf(e.getMessage()));
            }
        }
        discard();
    }
}
