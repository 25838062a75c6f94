// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.room.DirectPair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, with its statements. After any failure it is thrown away and another one is opened: what
 * a failed transaction leaves behind in a connection differs from error to error. Confined to the writer thread, or to
 * the start before there is one.
 */
final class WriteConnection implements AutoCloseable {

    /** A reader that is in the way of a checkpoint is waited for so long. */
    private static final int BUSY_TIMEOUT_MILLIS = 50;

    private final Connection connection;
    private final RoomTable rooms;
    private final ProducerTable producers;
    private final AccountTable accounts;
    private final ErasureTable erasures;
    private final AuditTable audit;
    private final BanTable bans;
    private final BannedAddressTable bannedAddresses;
    private final PreparedStatement insertEntry;
    private int inserts;

    private WriteConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.rooms = new RoomTable(connection);
        this.producers = new ProducerTable(connection);
        this.accounts = new AccountTable(connection);
        this.erasures = new ErasureTable(connection);
        this.audit = new AuditTable(connection);
        this.bans = new BanTable(connection);
        this.bannedAddresses = new BannedAddressTable(connection);
        this.insertEntry = connection.prepareStatement(
                "INSERT INTO entry (" + EntryRow.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)");
    }

    /**
     * Opens the database and brings it to the schema of this server. What an earlier process had written, synced or not,
     * is on the disk afterwards: a message of it may be acknowledged as a duplicate the next moment.
     */
    static WriteConnection open(Database database) throws SQLException {
        Connection connection = database.openWriter();
        try {
            Migrations.apply(connection, Migrations.ALL);
            // Within a server that is running, a reader may be in the way; then nothing of another process is left to
            // copy.
            checkpoint(connection, "TRUNCATE");
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
                // What is erased is not to stand in the file for long: overwritten where a page is written anyway.
                statement.execute("PRAGMA secure_delete = FAST");
            }
            connection.commit();
            return new WriteConnection(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    RoomTable rooms() {
        return rooms;
    }

    ProducerTable producers() {
        return producers;
    }

    AccountTable accounts() {
        return accounts;
    }

    ErasureTable erasures() {
        return erasures;
    }

    AuditTable audit() {
        return audit;
    }

    BanTable bans() {
        return bans;
    }

    BannedAddressTable bannedAddresses() {
        return bannedAddresses;
    }

    /** Adds an entry to those that {@link #write} writes. */
    void add(int roomId, LogEntry entry, long producerId) throws SQLException {
        EntryRow.bind(insertEntry, roomId, entry, producerId);
        insertEntry.addBatch();
        inserts++;
    }

    /** Writes what has been added, with the rows that change with it, for {@link #commit}. */
    void write(Iterable<SqliteRoom> grown) throws SQLException {
        if (inserts > 0) {
            insertEntry.executeBatch();
            inserts = 0;
            producers.save();
            rooms.saveStates(grown);
        }
    }

    /**
     * Commits what has been done. It is durable when this returns; when it fails, it may be too: the driver begins the next
     * transaction in the same call.
     */
    void commit() throws SQLException {
        connection.commit();
        producers.committed();
    }

    /** Makes a room. It is durable when this returns. */
    SqliteRoom createRoom(RoomName name, @Nullable DirectPair pair) throws SQLException {
        SqliteRoom room = rooms.create(name, pair);
        connection.commit();
        return room;
    }

    /** Sets a value of the table {@code meta}. It is durable when this returns. */
    void setMeta(String name, String value) throws SQLException {
        Migrations.setMeta(connection, name, value);
        connection.commit();
    }

    /** A value of the table {@code meta}, empty if there is none. */
    String meta(String name) throws SQLException {
        String value = Migrations.meta(connection, name);
        connection.commit();
        return value;
    }

    /** Gives all rooms new epochs. It is durable when this returns. */
    void renewEpochs() throws SQLException {
        RoomTable.renewEpochs(connection);
        connection.commit();
    }

    /**
     * Copies the rest of the write-ahead log into the file, so that the next commit begins it anew.
     *
     * @return false if a reader was in the way
     */
    boolean restartLog() throws SQLException {
        return checkpoint(connection, "RESTART");
    }

    private static boolean checkpoint(Connection connection, String mode) throws SQLException {
        return Database.number(connection, "PRAGMA wal_checkpoint(" + mode + ")") == 0;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
