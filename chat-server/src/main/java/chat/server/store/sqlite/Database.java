// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.config.Durability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Where the database is and how it is opened.
 *
 * <p>WAL with {@code synchronous=FULL} has a commit on the disk before it returns; with {@code NORMAL} the operating
 * system has it, and the file is never damaged (sqlite.org/pragma.html#pragma_synchronous). Checkpoints are never made by
 * a commit: {@link Checkpoints} does them.
 *
 * @param folder the data folder
 * @param durability what a commit promises
 * @param driver opens the file; normally {@link #connect}
 */
record Database(Path folder, Durability durability, Driver driver) {

    static final String FILE_NAME = "chat.db";

    private static final int CACHE_KIBIBYTES = 16 * 1024;
    private static final int READER_CACHE_KIBIBYTES = 4 * 1024;
    private static final int OPENING_TIMEOUT_MILLIS = 1_000;
    /** So that the files take no more than this after a time when checkpoints could not keep up. */
    private static final long WAL_KEPT_BYTES = 64L << 20;

    /** Opens a connection to a file. */
    @FunctionalInterface
    interface Driver {
        Connection connect(Path file) throws SQLException;
    }

    Database(Path folder, Durability durability) {
        this(folder, durability, Database::connect);
    }

    /** The file. Nobody but SQLite opens it while SQLite has it open; see {@link DataFolder}. */
    Path file() {
        return folder.resolve(FILE_NAME);
    }

    /** A connection that writes, in transactions. Whoever gets it closes it. */
    Connection openWriter() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            // Before anything is changed in a file that is not ours.
            Migrations.requireOurs(connection);
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + (durability == Durability.FSYNC ? "FULL" : "NORMAL"));
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute("PRAGMA journal_size_limit = " + WAL_KEPT_BYTES);
            statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that reads, each statement in a transaction of its own. Whoever gets it closes it. */
    Connection openReader() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            statement.execute("PRAGMA cache_size = -" + READER_CACHE_KIBIBYTES);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection without any setting but the time it waits for others. Whoever gets it closes it. */
    Connection open() throws SQLException {
        return driver.connect(file());
    }

    /** SQLite's own driver. */
    static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(OPENING_TIMEOUT_MILLIS);
        // Every connection belongs to one thread at a time, and the driver has a lock of its own.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    /** The number that a statement gives. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
