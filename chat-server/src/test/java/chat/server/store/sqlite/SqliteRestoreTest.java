// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.FolderStore.GARDEN;
import static chat.server.store.sqlite.FolderStore.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.LogEntry;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqliteRestoreTest {

    private static final int IN_BACKUP = 1_000;
    private static final int LATER = 50;

    @TempDir
    private Path temp;

    private Path data;
    private Path backup;
    private List<LogEntry> inBackup;
    private List<LogEntry> atEnd;

    /** A data folder with a back-up of some time ago. */
    @BeforeEach
    void fill() {
        data = temp.resolve("data");
        backup = temp.resolve("backup.db");
        try (FolderStore store = new FolderStore(data)) {
            store.sayNumbers(OPS, IN_BACKUP - 1);
            store.say(OPS, "with id 7", 7L);
            store.head(GARDEN);
            inBackup = store.entries(OPS);
            new SqliteBackup(data).write(backup, false);
            store.sayNumbers(OPS, LATER - 1);
            store.say(OPS, "with id 8", 8L);
            atEnd = store.entries(OPS);
        }
    }

    @Test
    void theRoomsAreAsTheyWereUnderNewEpochs() {
        LogHead ops;
        LogHead garden;
        try (FolderStore store = new FolderStore(data)) {
            ops = store.head(OPS);
            garden = store.head(GARDEN);
        }

        SqliteRestore.Done done = new SqliteRestore(data).from(backup);

        assertThat(done.contents().rooms()).isEqualTo(2);
        assertThat(done.contents().messages()).isEqualTo(IN_BACKUP);
        try (FolderStore store = new FolderStore(data)) {
            assertThat(store.entries(OPS)).isEqualTo(inBackup);
            assertThat(store.head(OPS).epoch()).isNotEqualTo(ops.epoch());
            assertThat(store.head(GARDEN).epoch())
                    .isNotEqualTo(garden.epoch())
                    .isNotEqualTo(store.head(OPS).epoch());
            assertThat(store.say(OPS, "next").seq()).isEqualTo(IN_BACKUP + 1);
        }
    }

    @Test
    void theDatabaseThatWasThereIsSetAsideWhole() throws IOException {
        Path aside = Objects.requireNonNull(new SqliteRestore(data).from(backup).aside());

        assertThat(aside.getFileName().toString()).startsWith("chat.db.before-restore-");
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.move(aside, other.resolve("chat.db"));
        assertOpens(other, atEnd);
    }

    @Test
    void aMessageThatTheBackupLacksIsStoredWhenItIsSentAgainAndOneThatItHasIsNot() {
        new SqliteRestore(data).from(backup);

        try (FolderStore store = new FolderStore(data)) {
            Appended known = store.say(OPS, "with id 7", 7L);
            Appended lost = store.say(OPS, "with id 8", 8L);

            assertThat(known.duplicate()).isTrue();
            assertThat(known.seq()).isEqualTo(IN_BACKUP);
            assertThat(lost.duplicate()).isFalse();
            assertThat(lost.seq()).isEqualTo(IN_BACKUP + 1);
        }
    }

    @Test
    void whatWasSetAsideCanBeRestoredToo() {
        Path aside = Objects.requireNonNull(new SqliteRestore(data).from(backup).aside());

        new SqliteRestore(data).from(aside);

        assertOpens(data, atEnd);
    }

    @Test
    void whileAServerUsesTheFolderNothingIsRestored() {
        try (FolderStore store = new FolderStore(data)) {
            assertRefused(backup, "is in use by another server");
            assertThat(store.entries(OPS)).isEqualTo(atEnd);
        }
        assertOpens(data, atEnd);
    }

    @Test
    void whatIsNoBackupIsRefusedAndNothingChanges() throws Exception {
        List<String> before = SqliteBackupTest.names(data);
        assertRefused(temp.resolve("nowhere"), "is no file");
        assertRefused(temp, "is no file");
        assertRefused(data.resolve("chat.db"), "is the database itself");
        assertRefused(Files.createFile(temp.resolve("empty.db")), "holds no rooms");
        assertRefused(Files.writeString(temp.resolve("text.db"), "not a database ".repeat(1_000)), "no database");
        assertRefused(sql("other.db", "CREATE TABLE address (name TEXT)"), "of another program");
        assertRefused(newer(), "was written by a newer server");
        for (Damage damage : Damage.values()) {
            Path damaged = temp.resolve(damage + ".db");
            Files.copy(backup, damaged);
            damage.to(damaged);
            assertRefused(damaged, damaged.getFileName().toString());
        }

        assertThat(SqliteBackupTest.names(data)).isEqualTo(before);
        assertOpens(data, atEnd);
    }

    /** The old database has a write-ahead log, which would destroy the new one if it were still there. */
    @Test
    void whereverARestoreIsKilledTheOldDatabaseOrTheNewOneIsThere() throws IOException {
        Path killed = temp.resolve("killed");
        try (FolderStore store = new FolderStore(data)) {
            store.sayNumbers(OPS, LATER);
            atEnd = store.entries(OPS);
            FolderStore.copy(data, killed);
        }
        assertThat(killed.resolve("chat.db-wal")).isNotEmptyFile();

        Path before = FolderStore.copy(killed, temp.resolve("before"));
        Files.write(before.resolve("chat.db.restoring"), new byte[12_345]);
        Files.write(before.resolve("chat.db.restoring-journal"), new byte[512]);
        assertOpens(before, atEnd);
        assertThat(new SqliteRestore(before).from(backup).contents().messages()).isEqualTo(IN_BACKUP);
        assertOpens(before, inBackup);

        int steps = 0;
        int done;
        do {
            Path folder = FolderStore.copy(killed, temp.resolve("after" + steps));
            done = restoreButDie(folder, steps);
            assertOpens(folder, inBackup);
            assertThat(SqliteBackupTest.names(folder))
                    .noneMatch(name -> name.contains("restored"))
                    .anyMatch(name -> name.matches("chat.db.before-restore-.*Z"))
                    .anyMatch(name -> name.matches("chat.db.before-restore-.*Z-wal"));
            steps++;
        } while (done == steps - 1);
        assertThat(steps).as("steps that were tried").isGreaterThan(4);
    }

    /** Does so many moves; fewer if there are no more. */
    private int restoreButDie(Path folder, int moves) throws IOException {
        Path whole = temp.resolve("whole");
        if (Files.notExists(whole)) {
            new SqliteRestore(whole).from(backup);
        }
        Files.copy(whole.resolve("chat.db"), folder.resolve("chat.db.restored"));
        List<DatabaseSwap.Move> left = new DatabaseSwap(folder).left();
        int count = Math.min(moves, left.size());
        for (DatabaseSwap.Move move : left.subList(0, count)) {
            move.run();
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedDatabaseIsNamedAndARestoreBringsTheRoomsBack(Damage damage) throws IOException {
        damage.to(data.resolve("chat.db"));

        if (damage.isSeenAtStart()) {
            assertThatThrownBy(() -> new FolderStore(data).close())
                    .isInstanceOf(StoreException.class)
                    .hasMessageMatching("(?s)store\\.path: .*chat\\.db is damaged .*chat-server restore FILE\\)");
        }
        assertThat(new SqliteRestore(data).from(backup).aside()).isNotNull();

        assertOpens(data, inBackup);
    }

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> new SqliteRestore(data).from(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why);
    }

    private static void assertOpens(Path folder, List<LogEntry> entries) {
        try (FolderStore store = new FolderStore(folder)) {
            assertThat(store.entries(OPS)).isEqualTo(entries);
        }
    }

    private Path newer() throws IOException, SQLException {
        Files.copy(backup, temp.resolve("newer.db"));
        return sql(
                "newer.db",
                "PRAGMA user_version = 1000",
                "UPDATE meta SET value = '1000' WHERE name = 'older_readable'");
    }

    private Path sql(String name, String... statements) throws SQLException {
        Path file = temp.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }
}
