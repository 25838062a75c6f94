// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.KeptStore.GARDEN;
import static chat.server.store.sqlite.KeptStore.LOBBY;
import static chat.server.store.sqlite.KeptStore.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.store.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old entries go, numbers go on, and nobody takes a part of the log for all of it. */
class SqliteTrimTest {

    private static final int TEXT_LENGTH = 1_000;
    private static final long WAL_BOUND = 64L << 20;
    private static final Duration TRIMMING = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private KeptStore kept;

    @AfterEach
    void close() {
        kept.close();
    }

    private void keep(Retention.Rule standard) {
        kept = new KeptStore(folder).keeping(new Retention(standard, Map.of())).start();
    }

    private void append(int count) {
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < count; i++) {
            last = kept.later(LOBBY, KeptStore.SENDER, null, String.valueOf(i));
        }
        get(last);
    }

    @Test
    void aRoomKeepsSoManyEntries() {
        keep(new Retention.Rule(OptionalLong.of(10), Optional.empty()));
        append(5_000);
        kept.append(GARDEN, "rose");

        kept.store().keeper().trim();

        assertThat(kept.head(LOBBY).firstSeq()).isEqualTo(4_991);
        LogPage page = kept.page(LOBBY, new LogRange.After(4_000), 100);
        assertThat(page.complete()).isFalse();
        assertThat(page.entries()).hasSize(10);
        assertThat(kept.page(LOBBY, new LogRange.After(4_990), 100).complete()).isTrue();
        assertThat(kept.page(LOBBY, new LogRange.Before(4_995), 100).complete()).isFalse();
        assertThat(kept.texts(GARDEN)).containsExactly("rose");
        assertThat(kept.number("SELECT count(*) FROM entry")).isEqualTo(11);
        kept.restart();
        assertThat(kept.head(LOBBY).firstSeq()).isEqualTo(4_991);
        assertThat(kept.append(LOBBY, "next").seq()).isEqualTo(5_001);
    }

    @Test
    void numbersGoOnWhenEverythingHasGone() {
        keep(new Retention.Rule(OptionalLong.empty(), Optional.of(Duration.ofHours(1))));
        kept.clock.at(Duration.ofDays(1).toMillis());
        append(10);
        long seq = kept.append(LOBBY, 7, "sent again later").seq();
        kept.clock.at(Duration.ofDays(2).toMillis());

        kept.store().keeper().trim();
        kept.restart();

        assertThat(seq).isEqualTo(11);
        assertThat(kept.head(LOBBY).firstSeq()).isEqualTo(12);
        assertThat(kept.head(LOBBY).lastSeq()).isEqualTo(11);
        assertThat(kept.head(LOBBY).atMillisIfLast(11))
                .isEqualTo(Duration.ofDays(1).toMillis());
        assertThat(kept.page(LOBBY, new LogRange.After(3), 10)).isEqualTo(new LogPage(List.of(), false));
        assertThat(KeptStore.refusal(kept.later(LOBBY, KeptStore.SENDER, 7L, "sent again later")))
                .as("a duplicate of what is gone")
                .isEqualTo(ErrorCode.ID_EXPIRED);
        assertThat(kept.append(LOBBY, "next").seq()).isEqualTo(12);
        assertThat(kept.texts(LOBBY)).containsExactly("next");
    }

    @Test
    void aPageReadMeanwhileHasNoHoleThatItDoesNotTell() throws Exception {
        keep(new Retention.Rule(OptionalLong.of(1), Optional.empty()));
        append(60_000);
        AtomicBoolean isTold = new AtomicBoolean();
        long end = System.nanoTime() + TRIMMING.toNanos();
        CompletableFuture<Void> trimming = CompletableFuture.runAsync(() -> {
            kept.store().keeper().trim();
            while (!isTold.get() && System.nanoTime() < end) {
                append(10_000);
                kept.store().keeper().trim();
            }
        });
        int told = 0;
        do {
            long first = kept.head(LOBBY).firstSeq();
            readWithoutAHole(Math.max(1, first - 1));
            LogPage old = readWithoutAHole(1);
            boolean isMeanwhile = kept.head(LOBBY).firstSeq() > first;
            told += isMeanwhile && !old.complete() ? 1 : 0;
            isTold.set(told > 0);
        } while (!trimming.isDone());
        trimming.get();

        assertThat(told).as("pages with a gap, read while entries went").isPositive();
        assertThat(kept.head(LOBBY).firstSeq()).isEqualTo(kept.head(LOBBY).lastSeq());
    }

    private LogPage readWithoutAHole(long after) {
        LogPage page = kept.page(LOBBY, new LogRange.After(after), 500);
        long expected = after + 1;
        for (LogEntry entry : page.entries()) {
            assertThat(entry.seq() == expected || (expected == after + 1 && !page.complete()))
                    .as("after %d: %d in %s", after, entry.seq(), page.complete())
                    .isTrue();
            expected = entry.seq() + 1;
        }
        assertThat(page.entries().isEmpty() && page.complete()).isFalse();
        return page;
    }

    @Test
    void theWriteAheadLogStaysBoundedWhilePeopleRead() throws IOException, ExecutionException, InterruptedException {
        keep(new Retention.Rule(OptionalLong.empty(), Optional.empty()));
        String text = "x".repeat(TEXT_LENGTH);
        long largest = 0;
        for (int round = 0; round < 60; round++) {
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            CompletableFuture<?> read = kept.store()
                    .read(kept.head(LOBBY), new LogRange.After(0), 1_000, 1 << 24)
                    .toCompletableFuture();
            for (int i = 0; i < 2_000; i++) {
                last = kept.later(LOBBY, KeptStore.SENDER, null, text);
            }
            last.get();
            read.get();
            largest = Math.max(largest, Files.size(folder.resolve(Database.FILE_NAME + "-wal")));
        }

        assertThat(largest).as("of 120 MB that were written").isPositive().isLessThan(WAL_BOUND);
        assertThat(kept.head(LOBBY).lastSeq()).isEqualTo(120_000);
        assertThat(kept.number("SELECT count(*) FROM entry")).isEqualTo(120_000);
    }
}
