// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.KeptStore.GARDEN;
import static chat.server.store.sqlite.KeptStore.LOBBY;
import static chat.server.store.sqlite.KeptStore.SENDER;
import static chat.server.store.sqlite.KeptStore.get;
import static chat.server.store.sqlite.KeptStore.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RoomName;
import chat.server.log.Appended;
import chat.server.log.LogRange;
import chat.server.store.sqlite.FaultyDriver.Point;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the store does when the disk, the file or an entry is not as it should be. */
class SqliteTroubleTest {

    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    private KeptStore kept;

    @BeforeEach
    void start() {
        kept = new KeptStore(folder).start();
        kept.head(LOBBY);
        kept.head(GARDEN);
    }

    @AfterEach
    void close() {
        kept.close();
    }

    @Test
    void oneBadEntryDoesNotFailItsGroup() {
        kept.sql("CREATE TRIGGER bad BEFORE INSERT ON entry WHEN new.text = 'bad'"
                + " BEGIN SELECT raise(ABORT, 'not this one'); END");
        kept.listener.hold();
        kept.later(GARDEN, SENDER, null, "x");
        kept.listener.awaitCall();
        CompletableFuture<Appended> before = kept.later(LOBBY, SENDER, 1L, "a");
        CompletableFuture<Appended> bad = kept.later(LOBBY, SENDER, 2L, "bad");
        CompletableFuture<Appended> after = kept.later(LOBBY, SENDER, 3L, "b");
        CompletableFuture<Appended> elsewhere = kept.later(GARDEN, SENDER, 4L, "c");
        kept.listener.release();

        assertThat(refusal(bad)).isEqualTo(ErrorCode.INTERNAL);
        assertThat(get(before).seq()).isEqualTo(1);
        assertThat(get(after).seq()).isEqualTo(2);
        assertThat(get(elsewhere).seq()).isEqualTo(2);
        assertThat(kept.texts(LOBBY)).containsExactly("a", "b");
        assertThat(kept.observer.bugs()).isEqualTo(1);
        assertThat(kept.store().isHealthy()).isTrue();
        assertThat(kept.listener.batches()).containsExactly("#garden 1-1", "#lobby 1-2, #garden 2-2");
        assertThat(refusal(kept.later(LOBBY, SENDER, 2L, "bad"))).isEqualTo(ErrorCode.INTERNAL);
        assertThat(kept.append(LOBBY, 2, "good").seq())
                .as("nothing of it is left")
                .isEqualTo(3);
    }

    /** Once what a group had bound before an exception was stored with the next group. */
    @Test
    void anExceptionInAGroupLeavesNothingForTheNext() {
        kept.driver.fail(Point.BATCH, new IllegalStateException("a fault of the program"), 1);

        assertThat(refusal(kept.later(LOBBY, SENDER, 1L, "a"))).isEqualTo(ErrorCode.INTERNAL);
        assertThat(kept.observer.bugs()).isEqualTo(1);
        assertThat(kept.append(LOBBY, 2, "b")).isEqualTo(new Appended(1, 1_000, false));
        assertThat(kept.texts(LOBBY)).containsExactly("b");
    }

    @Test
    void aLackOfMemoryIsSurvivedWhereverItStrikes() {
        for (Point point : List.of(Point.BATCH, Point.BEFORE_COMMIT, Point.AFTER_COMMIT)) {
            kept.driver.fail(point, new OutOfMemoryError("made by the test"), 1);
            assertThat(refusal(kept.later(LOBBY, SENDER, 1L + point.ordinal(), point.name())))
                    .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            kept.awaitHealthy();
            kept.append(LOBBY, 1L + point.ordinal(), point.name());
        }

        assertThat(kept.texts(LOBBY)).containsExactly("BATCH", "BEFORE_COMMIT", "AFTER_COMMIT");
    }

    @Test
    void aFullDiskRefusesAndRecoversByItself() throws Exception {
        kept.append(LOBBY, 1, "before");
        long pages = kept.number("PRAGMA page_count");
        kept.driver.pragma("max_page_count = " + (pages + 20));
        List<CompletableFuture<Appended>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(kept.later(LOBBY, SENDER, 2L + i, (char) ('a' + i % 26) + "x".repeat(2_000)));
        }
        List<CompletableFuture<Appended>> refused = new ArrayList<>();
        int stored = 1;
        for (CompletableFuture<Appended> answer : sent) {
            if (answer.handle((place, failure) -> failure == null).join()) {
                stored++;
            } else {
                refused.add(answer);
            }
        }

        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(refusal(answer)).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        // What a connection may take is its own setting, and the store opens another one: there is space again.
        kept.awaitHealthy();
        for (int i = 0; i < 100; i++) {
            kept.append(LOBBY, 2L + i, (char) ('a' + i % 26) + "x".repeat(2_000));
        }
        assertThat(stored).isLessThan(101);
        assertThat(kept.texts(LOBBY)).hasSize(101);
        assertThat(kept.number("SELECT count(DISTINCT id) FROM entry")).isEqualTo(101);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE_FULL", "SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_IOERR_FSYNC", "SQLITE_NOMEM"})
    void whileItLastsAppendsAreRefusedAndPagesAreRead(SQLiteErrorCode code) {
        kept.append(LOBBY, 1, "a");
        kept.driver.fail(Point.BEFORE_COMMIT, code, 1_000_000);

        assertThat(refusal(kept.later(LOBBY, SENDER, 2L, "b"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        await().until(() -> kept.driver.failures() > 3);
        assertThat(refusal(kept.later(LOBBY, SENDER, 3L, "c"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(refusal(kept.store().openRoom(new RoomName("#new")))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThatThrownBy(() -> get(kept.store().probe())).hasMessageContaining(code.name());
        assertThat(kept.store().isHealthy()).isFalse();
        assertThat(kept.texts(LOBBY)).containsExactly("a");
        assertThat(kept.listener.batches()).as("nobody is told").containsExactly("#lobby 1-1", "", "");

        kept.driver.heal();
        kept.awaitHealthy();
        get(kept.store().probe());
        assertThat(kept.append(LOBBY, 2, "b").seq()).isEqualTo(2);
        assertThat(kept.head(new RoomName("#new")).lastSeq()).isZero();
        assertThat(kept.observer.bugs()).isZero();
    }

    @Test
    void aFailedSyncIsNeverTriedAgainButEverythingIsReadAnew() throws Exception {
        kept.append(LOBBY, 1, "a");
        long connections = kept.driver.open();
        kept.driver.fail(Point.AFTER_COMMIT, SQLiteErrorCode.SQLITE_IOERR_FSYNC, 1);
        kept.listener.hold();
        kept.later(GARDEN, SENDER, null, "x");
        CompletableFuture<Appended> first = kept.later(LOBBY, SENDER, 2L, "b");
        CompletableFuture<Appended> second = kept.later(LOBBY, SENDER, 3L, "c");
        kept.listener.release();

        get(first.handle((place, failure) -> true));
        get(second.handle((place, failure) -> true));
        kept.awaitHealthy();
        await("told of what turned out to be stored")
                .until(() -> String.join(" ", kept.listener.batches()).contains("#garden 1-1"));
        assertThat(kept.append(LOBBY, 2, "b").seq()).isEqualTo(2);
        assertThat(kept.append(LOBBY, 3, "c").seq()).isEqualTo(3);
        assertThat(kept.texts(LOBBY)).containsExactly("a", "b", "c");
        assertThat(kept.driver.open()).isLessThanOrEqualTo(connections + 1);
    }

    /** Once an exception after that was published lost it to those who were connected, until they came back. */
    @Test
    void whatWasFoundIsToldAlsoIfTheRecoveryThenThrows() {
        kept.driver.fail(Point.AFTER_COMMIT, SQLiteErrorCode.SQLITE_IOERR_FSYNC, 1);
        // The commit of the message, the two of a connection that is opened, and then that of what has been read again.
        kept.driver.fail(Point.BEFORE_COMMIT, new IllegalStateException("a fault of the program"), 3, 1);
        assertThat(refusal(kept.later(LOBBY, SENDER, 1L, "a"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        kept.awaitHealthy();

        await("both have failed").until(() -> kept.driver.failures() == 2);
        await("told of what turned out to be stored")
                .until(() -> kept.listener.batches().contains("#lobby 1-1"));
        assertThat(kept.append(LOBBY, 2, "b").seq()).isEqualTo(2);
        assertThat(kept.texts(LOBBY)).containsExactly("a", "b");
    }

    @Test
    void aRoomThatWasMadeAlthoughItFailedCanBeOpened() {
        RoomName room = new RoomName("#new");
        kept.driver.fail(Point.AFTER_COMMIT, SQLiteErrorCode.SQLITE_IOERR_FSYNC, 1);
        assertThat(refusal(kept.store().openRoom(room))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        kept.awaitHealthy();

        assertThat(kept.append(room, "a").seq()).isEqualTo(1);
        assertThat(kept.store().rooms()).hasSize(3);
    }

    @Test
    void aProbeOfAnIdleStoreWrites() {
        await().until(() -> {
            get(kept.store().probe());
            return kept.number("SELECT count(*) FROM meta WHERE name = 'probe'") == 1;
        });
        kept.driver.fail(Point.BEFORE_COMMIT, SQLiteErrorCode.SQLITE_FULL, 1_000_000);

        await().until(() -> kept.store()
                .probe()
                .handle((nothing, failure) -> failure != null)
                .toCompletableFuture()
                .get());
        kept.driver.heal();
        kept.awaitHealthy();
        get(kept.store().probe());
    }

    @Test
    void aDamagedFileTakesNoAppendsAnyMoreButIsReadWhereItCanBe() throws Exception {
        for (int i = 0; i < 300; i++) {
            kept.append(LOBBY, "l" + "x".repeat(1_000));
        }
        kept.append(GARDEN, "rose");
        kept.restart();
        kept.append(GARDEN, "tulip");
        damage(kept.number("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'"), 40);

        await().until(() -> {
            kept.store()
                    .read(kept.head(LOBBY), new LogRange.After(0), 1_000, 1 << 24)
                    .handle((page, failure) -> failure)
                    .toCompletableFuture()
                    .get();
            return !kept.store().isHealthy();
        });

        assertThatThrownBy(() -> get(kept.store().probe())).hasMessageContaining("damaged");
        assertThat(refusal(kept.later(LOBBY, SENDER, 1L, "a"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(kept.texts(GARDEN)).containsExactly("rose", "tulip");
    }

    /** Overwrites pages that hold entries of the first room. */
    private void damage(long root, int count) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(kept.file().toFile(), "rw")) {
            for (long page = root + 10; page < root + 10 + count; page++) {
                file.seek((page - 1) * PAGE);
                file.write(new byte[PAGE]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL, DISK_FULL",
        "SQLITE_IOERR_SHMSIZE, DISK_FULL",
        "SQLITE_IOERR_FSYNC, IO_ERROR",
        "SQLITE_READONLY_DBMOVED, READ_ONLY",
        "SQLITE_CANTOPEN, READ_ONLY",
        "SQLITE_BUSY_SNAPSHOT, LOCKED",
        "SQLITE_CORRUPT_INDEX, DAMAGED",
        "SQLITE_NOTADB, DAMAGED",
        "SQLITE_CONSTRAINT_TRIGGER, FAULT",
        "SQLITE_TOOBIG, FAULT",
        "SQLITE_CONSTRAINT_PRIMARYKEY, OTHER",
        "SQLITE_NOMEM, OTHER",
        "UNKNOWN_ERROR, OTHER"
    })
    void whatACodeMeans(SQLiteErrorCode code, Trouble meaning) {
        assertThat(Trouble.of(new SQLiteException("some words", code))).isEqualTo(meaning);
    }

    /** Once a second close opened the database again, when another server might have had it. */
    @Test
    void aStoreThatIsClosedTouchesTheFileNoMore() throws SQLException {
        kept.append(LOBBY, "a");
        kept.store().close();
        kept.sql("UPDATE meta SET value = 'untouched' WHERE name = 'running'");

        kept.store().close();

        assertThat(kept.driver.open()).isZero();
        assertThat(kept.number("SELECT count(*) FROM meta WHERE name = 'running' AND value = 'untouched'"))
                .isEqualTo(1);
        assertThatThrownBy(() -> kept.store().start(kept.listener)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingAStoreThatHasFailedAnswersEverything() {
        kept.driver.fail(Point.BEFORE_COMMIT, SQLiteErrorCode.SQLITE_IOERR_FSYNC, 1_000_000);
        CompletableFuture<Appended> failed = kept.later(LOBBY, SENDER, 1L, "a");
        CompletableFuture<Appended> refused = kept.later(LOBBY, SENDER, 2L, "b");
        kept.store().close();

        assertThat(failed).isCompletedExceptionally();
        assertThat(refused).isCompletedExceptionally();
        assertThat(refusal(kept.later(LOBBY, SENDER, 3L, "c"))).isEqualTo(ErrorCode.BUSY);
    }
}
