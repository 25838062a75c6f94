// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.KeptStore.GARDEN;
import static chat.server.store.sqlite.KeptStore.LOBBY;
import static chat.server.store.sqlite.KeptStore.get;
import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.log.Appended;
import chat.server.log.LogRange;
import chat.server.log.SenderId;
import chat.server.store.sqlite.FaultyDriver.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteErrorCode;

/**
 * Random sequences of messages, resends, restarts and failures against a map of what was sent and acknowledged. Whatever
 * happened, in the end every message is in the log once, where its acknowledgements said, and the log has no hole.
 */
class SqliteIdempotenceModelTest {

    private static final int SEQUENCES = 204;
    private static final int GROUPS = 12;
    private static final int STEPS = 25;
    private static final List<SQLiteErrorCode> CODES = List.of(
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR_FSYNC,
            SQLiteErrorCode.SQLITE_IOERR_WRITE,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_READONLY);
    private static final List<Point> POINTS = List.of(Point.BATCH, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);

    @TempDir
    private Path folder;

    private record Key(SenderId sender, long id) {}

    /** A message and where it is, as far as anybody has been told. */
    private static final class Sent {
        private final Key key;
        private final RoomName room;
        private @Nullable Appended place;

        Sent(Key key, RoomName room) {
            this.key = key;
            this.room = room;
        }

        String text() {
            return key.sender().value() + " " + key.id();
        }
    }

    private record Open(Sent sent, CompletableFuture<Appended> answer) {}

    private final Map<Key, Sent> model = new LinkedHashMap<>();
    private final Map<SenderId, Long> counters = new HashMap<>();
    private final List<Open> open = new ArrayList<>();

    static IntStream groups() {
        return IntStream.range(0, GROUPS);
    }

    @ParameterizedTest
    @MethodSource("groups")
    @Timeout(300)
    void everythingIsStoredOnceAndWhereItWasSaid(int group) {
        for (int i = 0; i < SEQUENCES / GROUPS; i++) {
            int seed = group * 1_000 + i;
            model.clear();
            counters.clear();
            try (KeptStore kept = new KeptStore(folder.resolve("seed" + seed)).start()) {
                play(kept, new Random(seed));
                settle(kept);
                check(kept, seed);
                kept.restart();
                check(kept, seed);
            }
        }
    }

    private void play(KeptStore kept, Random random) {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    finish(kept);
                    // A start that fails is the operator's.
                    kept.driver.heal();
                    kept.restart();
                }
                case 1 -> kept.driver.fail(pick(POINTS, random), pick(CODES, random), 1 + random.nextInt(2));
                case 2, 3 -> finish(kept);
                case 4, 5, 6 -> resend(kept, random);
                default -> send(kept, random);
            }
        }
    }

    private void send(KeptStore kept, Random random) {
        SenderId sender = new SenderId("guest:" + random.nextInt(2));
        // Counters have gaps, and come out of order within a window.
        long highest = counters.getOrDefault(sender, 0L);
        long id = random.nextInt(4) == 0 ? Math.max(1, highest - random.nextInt(20)) : highest + 1 + random.nextInt(3);
        counters.put(sender, Math.max(highest, id));
        Key key = new Key(sender, id);
        deliver(kept, model.computeIfAbsent(key, absent -> new Sent(key, random.nextBoolean() ? LOBBY : GARDEN)));
    }

    private void resend(KeptStore kept, Random random) {
        if (!model.isEmpty()) {
            deliver(kept, pick(List.copyOf(model.values()), random));
        }
    }

    private void deliver(KeptStore kept, Sent sent) {
        CompletableFuture<Appended> answer = kept.store()
                .openRoom(sent.room)
                .thenCompose(room -> kept.later(room.head(), sent.key.sender(), sent.key.id(), sent.text()))
                .toCompletableFuture();
        open.add(new Open(sent, answer));
    }

    /** Waits for the answers to all that is under way. */
    private void finish(KeptStore kept) {
        for (Open waiting : open) {
            Throwable failure = waiting.answer
                    .handle((place, thrown) -> thrown)
                    .toCompletableFuture()
                    .join();
            if (failure == null) {
                acknowledged(waiting.sent, waiting.answer.join());
            } else {
                Throwable cause = failure instanceof RejectedException ? failure : failure.getCause();
                assertThat(cause)
                        .isInstanceOfSatisfying(
                                RejectedException.class,
                                rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
            }
        }
        open.clear();
        if (!kept.store().isHealthy()) {
            kept.awaitHealthy();
        }
    }

    private static void acknowledged(Sent sent, Appended place) {
        Appended before = sent.place;
        if (before == null) {
            sent.place = place;
        } else {
            assertThat(place.duplicate()).as(sent.text() + " again").isTrue();
            assertThat(place.seq()).isEqualTo(before.seq());
            assertThat(place.atMillis()).isEqualTo(before.atMillis());
        }
    }

    /** Sends again what nobody knows about, until everything is acknowledged. */
    private void settle(KeptStore kept) {
        finish(kept);
        kept.driver.heal();
        kept.awaitHealthy();
        List.copyOf(model.values()).forEach(sent -> deliver(kept, sent));
        finish(kept);
        assertThat(model.values()).allMatch(sent -> sent.place != null);
    }

    private void check(KeptStore kept, int seed) {
        for (RoomName room : List.of(LOBBY, GARDEN)) {
            List<LogEntry> entries =
                    kept.page(room, new LogRange.After(0), 100_000).entries();
            assertThat(entries)
                    .as("seed " + seed)
                    .extracting(LogEntry::seq)
                    .containsExactly(
                            LongStream.rangeClosed(1, entries.size()).boxed().toArray(Long[]::new));
            Map<String, Long> places = new HashMap<>();
            entries.forEach(entry -> assertThat(places.put(KeptStore.text(entry), entry.seq()))
                    .as("seed " + seed + ": once")
                    .isNull());
            Map<String, Long> expected = new HashMap<>();
            model.values().stream()
                    .filter(sent -> sent.room.equals(room))
                    .forEach(sent -> expected.put(sent.text(), sent.place == null ? null : sent.place.seq()));
            assertThat(places).as("seed " + seed).isEqualTo(expected);
            assertThat(get(kept.store().openRoom(room)).head().lastSeq()).isEqualTo(entries.size());
        }
        assertThat(kept.observer.bugs()).isZero();
    }

    private static <T> T pick(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
