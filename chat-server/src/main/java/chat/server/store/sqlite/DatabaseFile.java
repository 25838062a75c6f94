// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * A database as one file among others: a back-up, or the database of a server that may be running in another process. Used
 * by one thread.
 *
 * @param path the file; what SQLite keeps beside it has its name with {@code -wal}, {@code -shm} or {@code -journal} behind
 */
record DatabaseFile(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /** A connection that only reads, and never makes a checkpoint at its end. Whoever gets it closes it. */
    Connection openReadOnly() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return config.createConnection(url());
    }

    /** A connection that changes a file which nobody else has open, in transactions. Whoever gets it closes it. */
    Connection openAlone() throws SQLException {
        Connection connection = new SQLiteConfig().createConnection(url());
        connection.setAutoCommit(false);
        return connection;
    }

    private String url() {
        return "jdbc:sqlite:" + path.toAbsolutePath();
    }

    /**
     * Writes everything that is committed, what is in the write-ahead log too, into another file as one snapshot.
     *
     * @param target empty, or not there
     */
    void copyInto(Path target) throws SQLException {
        try (Connection connection = openReadOnly();
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, target.toAbsolutePath().toString());
            statement.execute();
        }
    }

    /**
     * Reads all of it to see whether it is whole, and one of ours.
     *
     * @throws StoreException if it is not
     */
    void check() throws SQLException {
        try (Connection connection = openReadOnly()) {
            if (Database.number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
                throw new StoreException(path + " holds no rooms (expected: a back-up of chat's)");
            }
            Migrations.requireUsable(connection, path.toString());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
                String found = row.next() ? row.getString(1) : "no answer";
                if (!found.equals("ok")) {
                    throw new StoreException(path + " is damaged (" + found.replace('\n', ' ') + ")");
                }
            }
        }
    }

    /** Counts what is in it. */
    DatabaseContents contents() throws SQLException, IOException {
        try (Connection connection = openReadOnly()) {
            return new DatabaseContents(
                    Database.number(connection, "SELECT count(*) FROM room"),
                    Database.number(connection, "SELECT count(*) FROM entry WHERE kind = " + EntryRow.MESSAGE),
                    Files.size(path));
        }
    }

    /** Makes its bytes durable. Nobody may have it open: closing a descriptor would drop SQLite's locks. */
    void sync() throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /** Makes the names in a folder durable, which syncing the files does not. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("this system does not sync folders", e);
        }
    }

    /** What to tell the operator about a file that cannot be read. */
    StoreException unusable(SQLException failure) {
        return switch (Trouble.of(failure)) {
            case DAMAGED ->
                new StoreException(path + " is damaged, or no database (" + failure.getMessage() + ")", failure);
            case DISK_FULL -> new StoreException("there is no space left (" + failure.getMessage() + ")", failure);
            case READ_ONLY, LOCKED, IO_ERROR, FAULT, OTHER ->
                new StoreException(path + " cannot be used (" + failure.getMessage() + ")", failure);
        };
    }
}
