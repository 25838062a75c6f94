// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static chat.server.store.sqlite.FolderStore.GARDEN;
import static chat.server.store.sqlite.FolderStore.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.log.LogHead;
import chat.server.log.LogRange;
import chat.server.store.Retention;
import chat.server.store.SteppingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rooms keep: a suffix of their logs, never with a hole, under the numbers that it always had. */
class SqliteRetentionTest {

    private static final RoomName AUDIT = new RoomName("#audit");
    private static final Retention.Rule ALL = rule(null, null);

    @TempDir
    private Path data;

    private final SteppingClock clock = new SteppingClock();
    private FolderStore store;

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void byCount() {
        open(rule(10, null));
        sayOneASecond(OPS, 25);

        store.store().trim();

        assertKept(OPS, 16, 25);
        store.say(OPS, "one more");
        store.store().trim();
        assertKept(OPS, 17, 26);
    }

    @Test
    void byAge() {
        open(rule(null, 10));
        sayOneASecond(OPS, 25);
        store.store().trim();
        assertKept(OPS, 15, 25);

        clock.at(30_000);
        store.store().trim();

        assertKept(OPS, 20, 25);
    }

    @Test
    void whatEitherBoundLetsGoGoes() {
        open(rule(5, 10));
        sayOneASecond(OPS, 25);
        store.store().trim();
        assertKept(OPS, 21, 25);

        clock.at(33_000);
        store.store().trim();

        assertKept(OPS, 23, 25);
    }

    @Test
    void aRoomOfItsOwnRuleDoesNotFollowTheOthers() {
        open(new Retention(rule(10, null), Map.of(GARDEN, rule(null, 5), AUDIT, ALL)));
        sayOneASecond(OPS, 25);
        sayOneASecond(GARDEN, 25);
        sayOneASecond(AUDIT, 25);

        store.store().trim();

        assertKept(OPS, 16, 25);
        assertKept(GARDEN, 20, 25);
        assertKept(AUDIT, 1, 25);
    }

    @Test
    void theNumbersGoOnWhenEverythingHasLeftTheLogAndAfterARestart() {
        open(rule(null, 10));
        sayOneASecond(OPS, 25);
        String epoch = store.head(OPS).epoch();
        clock.at(100_000);
        store.store().trim();
        assertThat(store.entries(OPS)).isEmpty();

        store.close();
        open(rule(null, 10));

        LogHead head = store.head(OPS);
        assertThat(head.firstSeq()).isEqualTo(26);
        assertThat(head.lastSeq()).isEqualTo(25);
        assertThat(head.atMillisIfLast(25)).isEqualTo(25_000);
        assertThat(head.epoch()).isEqualTo(epoch);
        assertThat(store.say(OPS, "one more").seq()).isEqualTo(26);
        assertKept(OPS, 26, 26);
    }

    @Test
    void aPageThatWouldBeginEarlierSaysThatItIsNotComplete() {
        open(rule(10, null));
        sayOneASecond(OPS, 25);
        store.store().trim();

        assertThat(store.page(OPS, new LogRange.After(10)).complete()).isFalse();
        assertThat(store.page(OPS, new LogRange.After(15)).complete()).isTrue();
        assertThat(store.page(OPS, new LogRange.Before(20)).complete()).isFalse();
        assertThat(store.page(OPS, new LogRange.From(5_000)).complete()).isFalse();
        assertThat(store.page(OPS, new LogRange.From(17_000)).complete()).isTrue();
    }

    @Test
    void whatIsTooMuchAtTheStartGoesAtTheStart() {
        open(ALL);
        sayOneASecond(OPS, 25);
        store.close();

        open(rule(10, null));

        await().untilAsserted(() -> assertThat(store.head(OPS).firstSeq()).isEqualTo(16));
        assertKept(OPS, 16, 25);
    }

    @Test
    void messagesAreStoredBetweenThePiecesOfALongRemoval() {
        open(rule(10, null));
        store.sayNumbers(OPS, 30_000);

        Set<Long> seen = new ConcurrentSkipListSet<>();
        CompletableFuture<Void> talk = keepTalking(seen);
        store.store().trim();

        FolderStore.get(talk);
        assertThat(seen).as("where the log began when messages were stored").hasSizeGreaterThan(10);
        assertKept(OPS, 29_991, 30_000);
    }

    /** There is always a message to be stored until all is removed. */
    private CompletableFuture<Void> keepTalking(Set<Long> seen) {
        return store.later(GARDEN, "meanwhile", null).thenCompose(stored -> {
            long first = store.head(OPS).firstSeq();
            seen.add(first);
            return first == 29_991 ? CompletableFuture.completedFuture(null) : keepTalking(seen);
        });
    }

    private void open(Retention.Rule rule) {
        open(new Retention(rule, Map.of()));
    }

    private void open(Retention retention) {
        store = new FolderStore(data, retention, clock);
    }

    private static Retention.Rule rule(Integer entries, Integer seconds) {
        return new Retention.Rule(
                entries == null ? OptionalLong.empty() : OptionalLong.of(entries),
                seconds == null ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
    }

    /** The first at 1 s. */
    private void sayOneASecond(RoomName room, int count) {
        for (int i = 1; i <= count; i++) {
            clock.at(1_000L * i);
            store.say(room, "number " + i);
        }
    }

    private void assertKept(RoomName room, long first, long last) {
        List<LogEntry> entries = store.entries(room);
        assertThat(entries).hasSize((int) (last - first + 1));
        assertThat(entries.get(0).seq()).isEqualTo(first);
        assertThat(store.head(room).firstSeq()).isEqualTo(first);
        assertThat(store.head(room).lastSeq()).isEqualTo(last);
    }
}
