// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the schema that this server knows, one numbered step after the other, each in a transaction.
 *
 * <p>{@code PRAGMA user_version} is the last step that was done. Every step says which servers can still work with the
 * result: {@code meta.older_readable} is the lowest step a server must know to open the file.
 */
final class Migrations {

    private static final String OURS = "store.path: " + Database.FILE_NAME;

    /** Marks our files among all SQLite files: {@code CHAT}. */
    static final int APPLICATION_ID = 0x43484154;

    /**
     * One step.
     *
     * @param number 1, 2, 3, …
     * @param olderReadable the lowest step that a server must know to work with the result
     * @param statements what is done
     */
    record Step(int number, int olderReadable, List<String> statements) {}

    private static final Step FIRST = new Step(
            1,
            1,
            List.of(
                    "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE room (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,"
                            + " first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, last_at INTEGER NOT NULL,"
                            + " topic TEXT NOT NULL)",
                    "CREATE TABLE entry (key INTEGER PRIMARY KEY, at INTEGER NOT NULL, from_name TEXT NOT NULL,"
                            + " kind INTEGER NOT NULL, id INTEGER, producer INTEGER, text TEXT)",
                    "CREATE TABLE producer (id INTEGER PRIMARY KEY, sender TEXT NOT NULL, producer TEXT NOT NULL,"
                            + " highest INTEGER NOT NULL, bitmap BLOB NOT NULL, hint INTEGER NOT NULL,"
                            + " used_at INTEGER NOT NULL, UNIQUE (sender, producer))"));

    /** Writes nothing, but from here on a bitmap may be empty, which a server that knows only the first step cannot read. */
    private static final Step EMPTY_BITMAPS = new Step(2, 2, List.of());

    /** A server that knows only the second step works with the result, but knows of no account, so that it must not. */
    private static final Step ACCOUNTS = new Step(
            3,
            3,
            List.of(
                    "CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,"
                            + " hash TEXT NOT NULL, state INTEGER NOT NULL, generation INTEGER NOT NULL,"
                            + " created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL)",
                    "CREATE TABLE token (id INTEGER PRIMARY KEY, digest TEXT NOT NULL, account INTEGER NOT NULL,"
                            + " name TEXT NOT NULL, rooms TEXT NOT NULL, created_at INTEGER NOT NULL,"
                            + " expires_at INTEGER, revoked INTEGER NOT NULL)",
                    "CREATE TABLE invite (id INTEGER PRIMARY KEY, digest TEXT NOT NULL, uses INTEGER NOT NULL,"
                            + " expires_at INTEGER)"));

    /** A server that knows nothing of bans would let the banned in. */
    private static final Step STANDINGS = new Step(
            4,
            4,
            List.of(
                    "ALTER TABLE room ADD COLUMN access TEXT NOT NULL DEFAULT 'public'",
                    "ALTER TABLE room ADD COLUMN posting TEXT NOT NULL DEFAULT 'everyone'",
                    "ALTER TABLE room ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0",
                    "CREATE TABLE standing (room INTEGER NOT NULL, folded TEXT NOT NULL, name TEXT NOT NULL, role TEXT,"
                            + " invited INTEGER NOT NULL, banned_until INTEGER NOT NULL, muted_until INTEGER NOT NULL,"
                            + " PRIMARY KEY (room, folded)) WITHOUT ROWID"));

    /** What a deleted account's messages are still to become, 0 for nothing. A server before it reads no kind 8. */
    private static final Step ERASURES =
            new Step(5, 5, List.of("ALTER TABLE account ADD COLUMN messages INTEGER NOT NULL DEFAULT 0"));

    /** A server that knows only the fifth step works with the result, but takes nothing down. */
    private static final Step AUDIT = new Step(
            6,
            5,
            List.of("CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,"
                    + " actor TEXT NOT NULL, address TEXT, action TEXT NOT NULL, subject TEXT NOT NULL, room TEXT,"
                    + " detail TEXT NOT NULL, reason TEXT NOT NULL)"));

    /** A server that knows nothing of these bans would let the banned in. */
    private static final Step ADDRESS_BANS = new Step(
            7,
            7,
            List.of("CREATE TABLE address_ban (range TEXT NOT NULL PRIMARY KEY, until_at INTEGER, reason TEXT NOT NULL,"
                    + " at INTEGER NOT NULL) WITHOUT ROWID"));

    /** A server that knows nothing of direct rooms would not understand their names. */
    private static final Step DIRECTS = new Step(
            8,
            8,
            List.of(
                    "CREATE TABLE direct (room INTEGER PRIMARY KEY, lower INTEGER NOT NULL, higher INTEGER NOT NULL,"
                            + " lower_seen INTEGER NOT NULL, higher_seen INTEGER NOT NULL)",
                    "CREATE TABLE block (account INTEGER NOT NULL, blocked INTEGER NOT NULL,"
                            + " PRIMARY KEY (account, blocked)) WITHOUT ROWID"));

    /** A server that knows nothing of these addresses would let the banned in under other names. */
    private static final Step BANNED_ADDRESSES = new Step(
            9,
            9,
            List.of("CREATE TABLE banned_address (room INTEGER NOT NULL, folded TEXT NOT NULL, name TEXT NOT NULL,"
                    + " bits INTEGER NOT NULL, six INTEGER NOT NULL,"
                    + " PRIMARY KEY (room, folded, bits, six)) WITHOUT ROWID"));

    static final List<Step> ALL = List.of(
            FIRST, EMPTY_BITMAPS, ACCOUNTS, STANDINGS, ERASURES, AUDIT, ADDRESS_BANS, DIRECTS, BANNED_ADDRESSES);

    private Migrations() {}

    /**
     * Does the steps that are missing.
     *
     * @param connection in a transaction of its own
     * @throws StoreException if it is a database of a server that is too new
     */
    static void apply(Connection connection, List<Step> steps) throws SQLException {
        long done = Database.number(connection, "PRAGMA user_version");
        requireUsable(connection, OURS, steps);
        for (Step step : steps) {
            if (step.number() > done) {
                apply(connection, step);
            }
        }
        connection.commit();
    }

    /**
     * Looks whether a database is one that this server can work with.
     *
     * @param name what the operator knows the file by
     * @throws StoreException if it is not
     */
    static void requireUsable(Connection connection, String name) throws SQLException {
        requireUsable(connection, name, ALL);
    }

    private static void requireUsable(Connection connection, String name, List<Step> steps) throws SQLException {
        requireOurs(connection, name);
        int known = steps.get(steps.size() - 1).number();
        if (Database.number(connection, "PRAGMA user_version") > known) {
            requireReadable(connection, name, known);
        }
    }

    /** @throws StoreException if it is a database, but none of ours */
    static void requireOurs(Connection connection) throws SQLException {
        requireOurs(connection, OURS);
    }

    private static void requireOurs(Connection connection, String name) throws SQLException {
        if (Database.number(connection, "PRAGMA application_id") != APPLICATION_ID
                && Database.number(connection, "SELECT count(*) FROM sqlite_schema") > 0) {
            throw new StoreException(name + " is a database of another program (expected: one of chat's)");
        }
    }

    private static void requireReadable(Connection connection, String name, int known) throws SQLException {
        long needed =
                Database.number(connection, "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'older_readable'");
        if (needed > known) {
            throw new StoreException(name + " was written by a newer server (its format " + needed
                    + "; expected: at most " + known + "; start that server, or restore a back-up of this one)");
        }
    }

    private static void apply(Connection connection, Step step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : step.statements()) {
                statement.execute(sql);
            }
            setMeta(connection, "older_readable", Integer.toString(step.olderReadable()));
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + step.number());
        }
        connection.commit();
    }

    /** Sets a value of the table {@code meta}, without committing. */
    static void setMeta(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }

    /** A value of the table {@code meta}, empty if there is none. */
    static String meta(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
