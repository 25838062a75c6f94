// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.KeptStore.GARDEN;
import static chat.server.store.sqlite.KeptStore.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.server.config.Durability;
import chat.server.store.StoreException;
import chat.server.store.sqlite.FaultyDriver.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;

/** What a store finds at its start. */
class SqliteStartTest {

    private static final int NEWEST =
            Migrations.ALL.get(Migrations.ALL.size() - 1).number();

    @TempDir
    private Path folder;

    private KeptStore kept;

    @BeforeEach
    void create() {
        kept = new KeptStore(folder);
    }

    @AfterEach
    void close() {
        kept.close();
    }

    @Test
    void aFolderInUseIsRefusedAndItsOwnerKeepsIt() {
        kept.start();
        for (int i = 0; i < 2; i++) {
            try (KeptStore second = new KeptStore(folder)) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("in use by another server");
            }
        }
        kept.append(LOBBY, "a");
        kept.restart();

        assertThat(kept.texts(LOBBY)).containsExactly("a");
    }

    /** Once the second server of a process, refused, took the lock of the first with it: locks are the process's. */
    @Test
    void theSystemsLockIsStillThereAfterAnotherStoreWasRefused() throws Exception {
        kept.start();
        try (KeptStore second = new KeptStore(folder)) {
            assertThatThrownBy(second::start).isInstanceOf(StoreException.class);
        }

        assertThat(Files.readAllLines(Path.of("/proc/locks")))
                .anyMatch(line -> line.contains("POSIX")
                        && line.contains(" " + ProcessHandle.current().pid() + " ")
                        && line.contains(":" + inode(folder.resolve("lock")) + " "));
    }

    private static long inode(Path file) {
        try {
            return (long) Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_CORRUPT"})
    void aStartThatFailsLeavesNothing(SQLiteErrorCode code) throws SQLException {
        for (Point point : List.of(Point.CONNECT, Point.BEFORE_COMMIT, Point.READ)) {
            try (KeptStore failing = new KeptStore(folder)) {
                failing.driver.fail(point, code, 1);
                assertThatThrownBy(failing::start)
                        .isInstanceOf(StoreException.class)
                        .hasMessageStartingWith("store.path: ")
                        .hasMessageContaining(code.name());
                assertThat(failing.driver.open()).as("connections").isZero();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("chat-"));
        }
        kept.start();
        assertThat(kept.append(LOBBY, "a").seq()).isEqualTo(1);
    }

    @Test
    void anEmptyFileBecomesADatabase() throws IOException {
        Files.createFile(kept.file());
        kept.start();

        assertThat(kept.append(LOBBY, "a").seq()).isEqualTo(1);
    }

    /** SQLite would begin anew and throw the log away, with all that was acknowledged since the last checkpoint. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogWithoutItsDatabaseIsRefusedAndKept(boolean empty) throws IOException {
        Path log = folder.resolve("chat.db-wal");
        Files.write(log, new byte[4096]);
        if (empty) {
            Files.createFile(kept.file());
        }

        assertThatThrownBy(kept::start)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is missing or empty")
                .hasMessageContaining("chat-server restore FILE");
        assertThat(log).hasSize(4096);
    }

    @Test
    void theDatabaseOfAnotherProgramIsLeftAsItIs() throws IOException {
        kept.sql("CREATE TABLE song (title TEXT)", "INSERT INTO song VALUES ('one')");
        byte[] before = Files.readAllBytes(kept.file());

        assertThatThrownBy(kept::start)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("database of another program");
        assertThat(Files.readAllBytes(kept.file())).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAsItIs() throws IOException {
        byte[] letter = "Dear Ann, this is not a database. ".repeat(300).getBytes(StandardCharsets.UTF_8);
        Files.write(kept.file(), letter);

        assertThatThrownBy(kept::start).isInstanceOf(StoreException.class).hasMessageContaining("is damaged");
        assertThat(Files.readAllBytes(kept.file())).isEqualTo(letter);
    }

    @Test
    void aNewerFileIsOpenedIfItSaysThatItCanBe() {
        kept.start();
        kept.append(LOBBY, "a");
        kept.restart();
        kept.store().close();
        kept.sql("PRAGMA user_version = 1000", "ALTER TABLE room ADD COLUMN colour TEXT");

        KeptStore older = new KeptStore(folder).start();
        assertThat(older.texts(LOBBY)).containsExactly("a");
        older.append(LOBBY, "b");
        older.close();

        kept.sql("UPDATE meta SET value = '1000' WHERE name = 'older_readable'");
        try (KeptStore refused = new KeptStore(folder)) {
            assertThatThrownBy(refused::start)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("written by a newer server (its format 1000; expected: at most " + NEWEST);
        }
        assertThat(kept.number("SELECT count(*) FROM entry")).isEqualTo(2);
    }

    @Test
    void aMigrationThatIsInterruptedIsDoneAgain() throws SQLException {
        kept.start();
        kept.append(LOBBY, "a");
        kept.store().close();
        List<Migrations.Step> steps = new ArrayList<>(Migrations.ALL);
        steps.add(new Migrations.Step(NEWEST + 1, 1, List.of("ALTER TABLE room ADD COLUMN colour TEXT")));
        steps.add(new Migrations.Step(
                NEWEST + 2,
                NEWEST + 1,
                List.of("CREATE TABLE extra (x INTEGER)", "UPDATE entry SET no_such_column = 1")));
        try (Connection connection = new Database(folder, Durability.FSYNC).openWriter()) {
            assertThatThrownBy(() -> Migrations.apply(connection, steps)).isInstanceOf(SQLException.class);
        }

        assertThat(kept.number("PRAGMA user_version")).isEqualTo(NEWEST + 1);
        assertThat(kept.number("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"))
                .isZero();
        try (Connection connection = new Database(folder, Durability.FSYNC).openWriter()) {
            steps.set(
                    steps.size() - 1,
                    new Migrations.Step(NEWEST + 2, NEWEST + 1, List.of("CREATE TABLE extra (x INTEGER)")));
            Migrations.apply(connection, steps);
        }
        assertThat(kept.number("PRAGMA user_version")).isEqualTo(NEWEST + 2);
    }

    /** A pragma within a transaction would change nothing. */
    @ParameterizedTest
    @EnumSource
    void theWriterSyncsAsTheDurabilitySays(Durability durability) throws SQLException {
        try (Connection connection = new Database(folder, durability).openWriter()) {
            assertThat(Database.number(connection, "PRAGMA synchronous"))
                    .isEqualTo(durability == Durability.FSYNC ? 2 : 1);
            assertThat(Database.number(connection, "PRAGMA wal_autocheckpoint")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void epochsOutliveAGoodEnd(Durability durability) {
        try (KeptStore store = new KeptStore(folder, durability).start()) {
            String epoch = store.head(LOBBY).epoch();
            store.restart();
            assertThat(store.head(LOBBY).epoch()).isEqualTo(epoch);
        }
    }

    @ParameterizedTest
    @EnumSource
    void epochsOutliveTheEndOfTheProcess(Durability durability) {
        try (KeptStore store = new KeptStore(folder, durability).start()) {
            String epoch = store.head(LOBBY).epoch();
            afterAnEnd(store, store.runningMark());
            assertThat(store.head(LOBBY).epoch()).isEqualTo(epoch);
        }
    }

    @ParameterizedTest
    @EnumSource
    void epochsAreNewAfterTheEndOfTheSystemUnlessEveryCommitWasSynced(Durability durability) {
        try (KeptStore store = new KeptStore(folder, durability).start()) {
            String lobby = store.head(LOBBY).epoch();
            String garden = store.head(GARDEN).epoch();
            store.append(LOBBY, "a");
            afterAnEnd(store, store.runningMark().replaceAll(" .*", " another-boot"));

            boolean isKept = durability == Durability.FSYNC;
            assertThat(store.head(LOBBY).epoch().equals(lobby)).isEqualTo(isKept);
            assertThat(store.head(GARDEN).epoch().equals(garden)).isEqualTo(isKept);
            assertThat(store.texts(LOBBY)).containsExactly("a");
            String now = store.head(LOBBY).epoch();
            store.restart();
            assertThat(store.head(LOBBY).epoch()).as("once").isEqualTo(now);
        }
    }

    /** Leaves the file as a process does that ended without closing it. */
    private static void afterAnEnd(KeptStore store, String mark) {
        store.store().close();
        store.sql("UPDATE meta SET value = '" + mark + "' WHERE name = 'running'");
        store.restart();
    }

    @Test
    void whetherSomethingMayBeMissing() {
        assertThat(CleanEnd.mayHaveLost("", "b1")).isFalse();
        assertThat(CleanEnd.mayHaveLost("os b1", "b1")).isFalse();
        assertThat(CleanEnd.mayHaveLost("os b1", "b2")).isTrue();
        assertThat(CleanEnd.mayHaveLost("os ", "")).isTrue();
        assertThat(CleanEnd.mayHaveLost("os b1", "")).isTrue();
        assertThat(CleanEnd.mayHaveLost("fsync b1", "b2")).isFalse();
        assertThat(CleanEnd.mayHaveLost("fsync ", "")).isFalse();
    }
}
