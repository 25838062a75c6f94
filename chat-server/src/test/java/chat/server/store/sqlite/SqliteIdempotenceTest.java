// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.KeptStore.GARDEN;
import static chat.server.store.sqlite.KeptStore.LOBBY;
import static chat.server.store.sqlite.KeptStore.SENDER;
import static chat.server.store.sqlite.KeptStore.get;
import static chat.server.store.sqlite.KeptStore.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.ErrorCode;
import chat.server.log.Appended;
import chat.server.log.SenderId;
import chat.server.store.sqlite.FaultyDriver.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A message that is sent again is stored once, whatever happens in between. */
class SqliteIdempotenceTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

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
    void aResendAfterARestartGetsTheFirstPlace() {
        kept.clock.at(1_000);
        kept.append(LOBBY, "before");
        Appended first = kept.append(LOBBY, 7, "a");
        kept.append(LOBBY, "after");
        kept.restart();
        kept.clock.at(2_000);

        assertThat(first.duplicate()).isFalse();
        assertThat(kept.append(LOBBY, 7, "a")).isEqualTo(new Appended(2, 1_000, true));
        assertThat(kept.texts(LOBBY)).containsExactly("before", "a", "after");
    }

    @Test
    void idsOutOfOrderAreKnownAfterARestart() {
        for (long id : new long[] {5, 3, 9, 1, 4}) {
            kept.append(LOBBY, id, "m" + id);
        }
        kept.restart();

        for (long id : new long[] {1, 3, 4, 5, 9}) {
            assertThat(kept.append(LOBBY, id, "m" + id).duplicate()).isTrue();
        }
        for (long id : new long[] {2, 6, 7, 8}) {
            assertThat(kept.append(LOBBY, id, "m" + id).duplicate()).isFalse();
        }
        assertThat(kept.texts(LOBBY)).containsExactly("m5", "m3", "m9", "m1", "m4", "m2", "m6", "m7", "m8");
    }

    @Test
    void theWindowEndsWhereItDidBeforeTheRestart() {
        kept.append(LOBBY, 1, "oldest");
        kept.append(LOBBY, 1_024, "newest");
        kept.restart();

        assertThat(kept.append(LOBBY, 1, "oldest").duplicate()).isTrue();
        assertThat(kept.append(LOBBY, 2, "in between").duplicate()).isFalse();
        kept.append(LOBBY, 1_026, "newer");
        kept.restart();

        assertThat(refusal(kept.later(LOBBY, SENDER, 1L, "oldest"))).isEqualTo(ErrorCode.ID_EXPIRED);
        assertThat(refusal(kept.later(LOBBY, SENDER, 2L, "in between"))).isEqualTo(ErrorCode.ID_EXPIRED);
        assertThat(kept.append(LOBBY, 3, "at the edge").duplicate()).isFalse();
        assertThat(kept.texts(LOBBY)).containsExactly("oldest", "newest", "in between", "newer", "at the edge");
    }

    @Test
    void twoOfTheSameInOneGroupAreOneAlsoAfterARestart() {
        kept.listener.hold();
        CompletableFuture<Appended> other = kept.later(GARDEN, SENDER, null, "x");
        kept.listener.awaitCall();
        CompletableFuture<Appended> first = kept.later(LOBBY, SENDER, 1L, "a");
        CompletableFuture<Appended> again = kept.later(LOBBY, SENDER, 1L, "a");
        kept.listener.release();
        get(other);

        assertThat(get(first).duplicate()).isFalse();
        assertThat(get(again)).isEqualTo(new Appended(1, get(first).atMillis(), true));
        kept.restart();
        assertThat(kept.append(LOBBY, 1, "a").duplicate()).isTrue();
        assertThat(kept.texts(LOBBY)).containsExactly("a");
    }

    @Test
    void anIdOfAMessageInAnotherRoomIsRefusedAfterARestartToo() {
        kept.append(LOBBY, 7, "a");
        kept.restart();

        assertThat(refusal(kept.later(GARDEN, SENDER, 7L, "a"))).isEqualTo(ErrorCode.BAD_FIELD);
        assertThat(kept.head(GARDEN).lastSeq()).isZero();
    }

    @Test
    void aResendIsFoundThoughTheProducerHasGoneOnInAnotherRoom() {
        Appended first = kept.append(LOBBY, 7, "a");
        kept.append(GARDEN, 8, "b");
        kept.restart();

        assertThat(kept.append(LOBBY, 7, "a").seq()).isEqualTo(first.seq());
        assertThat(kept.append(GARDEN, 8, "b").seq()).isEqualTo(1);
    }

    @Test
    void whatHasLeftMemoryIsReadFromTheFile() {
        Appended first = kept.append(LOBBY, 7, "a");
        // More than are kept in memory.
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 17_000; i++) {
            last = kept.later(LOBBY, new SenderId("guest:other" + i), 1L, "x");
        }
        get(last);

        assertThat(kept.append(LOBBY, 7, "a")).isEqualTo(new Appended(first.seq(), first.atMillis(), true));
        assertThat(kept.append(LOBBY, 8, "b").duplicate()).isFalse();
        assertThat(kept.head(LOBBY).lastSeq()).isEqualTo(17_002);
    }

    @Test
    void aProducerIsForgottenAfterSevenDaysAndNotBefore() {
        kept.clock.at(DAY);
        kept.append(LOBBY, 7, "a");
        get(kept.later(LOBBY, new SenderId("guest:2"), 7L, "b"));
        kept.clock.at(DAY + 7 * DAY);
        kept.store().keeper().purge();
        assertThat(kept.append(LOBBY, 7, "a").duplicate()).isTrue();

        kept.clock.at(DAY + 7 * DAY + 1);
        kept.store().keeper().purge();
        assertThat(kept.append(LOBBY, 7, "a").duplicate()).as("forgotten").isFalse();
        assertThat(kept.number("SELECT count(*) FROM producer WHERE sender = 'guest:2'"))
                .isZero();
        kept.restart();
        assertThat(kept.append(LOBBY, 7, "a").duplicate()).isTrue();
    }

    /** Once a single statement removed them all, for which every message waited. */
    @Test
    void manyProducersAreForgottenInPieces() {
        kept.clock.at(DAY);
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 2_500; i++) {
            last = kept.later(LOBBY, new SenderId("guest:old" + i), 1L, "x");
        }
        get(last);
        kept.clock.at(9 * DAY);
        kept.append(LOBBY, 7, "a");
        int before = kept.driver.commits();

        kept.store().keeper().purge();

        assertThat(kept.driver.commits() - before).as("pieces").isGreaterThanOrEqualTo(3);
        assertThat(kept.number("SELECT count(*) FROM producer")).isEqualTo(1);
        assertThat(kept.append(LOBBY, 7, "a").duplicate()).isTrue();
    }

    @Test
    void producersAreForgottenNoFurtherWhenTheStoreHasFailed() {
        kept.clock.at(DAY);
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 2_500; i++) {
            last = kept.later(LOBBY, new SenderId("guest:old" + i), 1L, "x");
        }
        get(last);
        kept.clock.at(9 * DAY);
        SQLiteException full = new SQLiteException("[SQLITE_FULL] made by the test", SQLiteErrorCode.SQLITE_FULL);
        kept.driver.fail(Point.BEFORE_COMMIT, full, 1, 1_000_000);

        kept.store().keeper().purge();

        assertThat(kept.store().isHealthy()).isFalse();
        assertThat(kept.number("SELECT count(*) FROM producer")).isEqualTo(1_500);
        kept.driver.heal();
        kept.awaitHealthy();
        kept.store().keeper().purge();
        assertThat(kept.number("SELECT count(*) FROM producer"))
                .as("the last keeps its number")
                .isEqualTo(1);
    }

    /**
     * Once the number of a row that was forgotten was given to the next producer, which then was told the places of the
     * other one's messages.
     */
    @Test
    void theNumberOfAForgottenRowIsNotGivenAgain() {
        kept.append(GARDEN, 7, "a");
        kept.clock.at(30 * DAY);
        kept.store().keeper().purge();
        kept.restart();
        get(kept.later(LOBBY, new SenderId("guest:2"), 7L, "b"));
        get(kept.later(LOBBY, new SenderId("guest:2"), 8L, "c"));

        assertThat(refusal(kept.later(GARDEN, new SenderId("guest:2"), 7L, "b")))
                .isEqualTo(ErrorCode.BAD_FIELD);
        kept.store().keeper().purge();
        assertThat(kept.number("SELECT count(*) FROM producer")).isEqualTo(1);
    }

    @Test
    void whatIsRolledBackLeavesNoTrace() {
        kept.append(LOBBY, 1, "a");
        kept.driver.fail(Point.BATCH, SQLiteErrorCode.SQLITE_FULL, 1);

        assertThat(refusal(kept.later(LOBBY, SENDER, 2L, "b"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(kept.head(LOBBY).lastSeq()).isEqualTo(1);
        kept.awaitHealthy();

        assertThat(kept.append(LOBBY, 2, "b")).isEqualTo(new Appended(2, 1_000, false));
        assertThat(kept.append(LOBBY, 2, "b").duplicate()).isTrue();
        assertThat(kept.texts(LOBBY)).containsExactly("a", "b");
    }

    @Test
    void aResendOfWhatWasNotStoredIsStoredOnce() {
        kept.driver.fail(Point.BEFORE_COMMIT, SQLiteErrorCode.SQLITE_IOERR_FSYNC, 1);
        assertThat(refusal(kept.later(LOBBY, SENDER, 1L, "a"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        kept.awaitHealthy();

        assertThat(kept.append(LOBBY, 1, "a").duplicate()).isFalse();
        assertThat(kept.texts(LOBBY)).containsExactly("a");
    }

    @Test
    void aResendOfWhatWasStoredAfterAllIsADuplicate() {
        kept.driver.fail(Point.AFTER_COMMIT, SQLiteErrorCode.SQLITE_IOERR_FSYNC, 1);
        assertThat(refusal(kept.later(LOBBY, SENDER, 1L, "a"))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        kept.awaitHealthy();

        assertThat(kept.append(LOBBY, 1, "a")).isEqualTo(new Appended(1, 1_000, true));
        assertThat(kept.append(LOBBY, 2, "b").seq()).isEqualTo(2);
        assertThat(kept.texts(LOBBY)).containsExactly("a", "b");
        assertThat(kept.listener.batches()).contains("#lobby 1-1", "#lobby 2-2");
    }
}
