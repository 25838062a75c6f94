// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.log.SenderId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link ChatStore} does, whatever it keeps things in. What threads see of it is in {@link ChatStoreRaces}. */
public abstract class ChatStoreContract {

    protected static final RoomName LOBBY = new RoomName("#lobby");
    protected static final RoomName GARDEN = new RoomName("#garden");
    private static final AccountName ANN = new AccountName("ann");
    protected static final SenderId SENDER = new SenderId("guest:1");
    private static final SenderId OTHER_SENDER = new SenderId("guest:2");
    private static final ProducerId PRODUCER = new ProducerId("0".repeat(32));

    protected final RecordingListener listener = new RecordingListener();
    protected final RecordingObserver observer = new RecordingObserver();
    protected final SteppingClock clock = new SteppingClock();
    protected ChatStore store;

    /** A store that has not been started and keeps everything that these tests append. */
    protected abstract ChatStore create(Clock storeClock, CommitWriter.Observer storeObserver);

    @BeforeEach
    void startStore() {
        store = create(clock, observer);
        store.start(listener);
        // A store may need its writer for a new room, and these tests hold it up.
        head(LOBBY);
        head(GARDEN);
    }

    @AfterEach
    void closeStore() {
        listener.release();
        store.close();
    }

    @Test
    void numbersAreOneTwoThreeInEachRoom() {
        assertThat(append(LOBBY, "a").seq()).isEqualTo(1);
        assertThat(append(LOBBY, "b").seq()).isEqualTo(2);
        assertThat(append(GARDEN, "c").seq()).isEqualTo(1);
        assertThat(append(LOBBY, "d").seq()).isEqualTo(3);

        assertThat(texts(read(LOBBY, new LogRange.After(0)))).containsExactly("a", "b", "d");
        assertThat(head(LOBBY).lastSeq()).isEqualTo(3);
        assertThat(head(LOBBY).firstSeq()).isEqualTo(1);
    }

    @Test
    void anEntryHasTheTimeOfTheClockAndTimeNeverGoesBack() {
        clock.at(1_000);
        assertThat(append(LOBBY, "a").atMillis()).isEqualTo(1_000);
        clock.at(500);
        assertThat(append(LOBBY, "b").atMillis()).isEqualTo(1_000);
        clock.at(2_000);
        assertThat(append(LOBBY, "c").atMillis()).isEqualTo(2_000);

        assertThat(head(LOBBY).atMillisIfLast(3)).isEqualTo(2_000);
        assertThat(head(LOBBY).atMillisIfLast(2)).isNull();
    }

    @Test
    void anAcknowledgementWaitsForTheListener() {
        listener.hold();
        CompletableFuture<Appended> answer = later(LOBBY, "a");
        listener.awaitCall();

        assertThat(answer).isNotDone();
        assertThat(head(LOBBY).lastSeq())
                .as("published before the listener is called")
                .isEqualTo(1);
        assertThat(texts(read(LOBBY, new LogRange.After(0)))).containsExactly("a");

        listener.release();
        assertThat(get(answer).seq()).isEqualTo(1);
    }

    @Test
    void everythingThatQueuedUpIsOneCommit() {
        listener.hold();
        later(LOBBY, "a");
        listener.awaitCall();
        List<CompletableFuture<Appended>> queued = List.of(later(LOBBY, "b"), later(GARDEN, "c"), later(LOBBY, "d"));

        listener.release();
        queued.forEach(ChatStoreContract::get);

        assertThat(listener.batches()).containsExactly("#lobby 1-1", "#lobby 2-3, #garden 1-1");
    }

    @Test
    void aListenerThatThrowsFailsNoAcknowledgement() {
        listener.throwing(new IllegalStateException("a fault"));
        assertThat(append(LOBBY, "a").seq()).isEqualTo(1);
        listener.throwing(new LinkageError("a class is not there"));
        assertThat(append(LOBBY, "b").seq()).isEqualTo(2);
        listener.throwing(null);
        assertThat(append(LOBBY, "c").seq()).isEqualTo(3);

        assertThat(observer.bugs()).isEqualTo(2);
    }

    @Test
    void anObserverThatThrowsFailsNothing() {
        observer.throwing();

        assertThat(append(LOBBY, "a").seq()).isEqualTo(1);
        assertThat(append(LOBBY, "b").seq()).isEqualTo(2);
        assertThat(listener.batches()).containsExactly("#lobby 1-1", "#lobby 2-2");
    }

    @Test
    void whatIsSentAgainIsStoredOnce() {
        clock.at(1_000);
        Appended first = append(LOBBY, SENDER, 7L, "a");
        clock.at(2_000);
        Appended again = append(LOBBY, SENDER, 7L, "a");

        assertThat(first).isEqualTo(new Appended(1, 1_000, false));
        assertThat(again).isEqualTo(new Appended(1, 1_000, true));
        assertThat(texts(read(LOBBY, new LogRange.After(0)))).containsExactly("a");
        assertThat(listener.batches()).as("nobody is told of it").containsExactly("#lobby 1-1", "");
    }

    @Test
    void twoOfTheSameInOneCommitAreOne() {
        listener.hold();
        later(GARDEN, "x");
        listener.awaitCall();
        CompletableFuture<Appended> first = later(LOBBY, SENDER, 1L, "a");
        CompletableFuture<Appended> again = later(LOBBY, SENDER, 1L, "a");
        listener.release();

        assertThat(get(first).duplicate()).isFalse();
        assertThat(get(again)).isEqualTo(new Appended(1, get(first).atMillis(), true));
    }

    @Test
    void anIdIsOfItsSender() {
        append(LOBBY, SENDER, 7L, "a");

        assertThat(append(LOBBY, OTHER_SENDER, 7L, "b")).satisfies(place -> {
            assertThat(place.seq()).isEqualTo(2);
            assertThat(place.duplicate()).isFalse();
        });
    }

    @Test
    void idsComeInAnyOrderWithinTheWindow() {
        append(LOBBY, SENDER, 2_000L, "newest");

        assertThat(append(LOBBY, SENDER, 2_000L - 1_023, "oldest").duplicate()).isFalse();
        assertThat(append(LOBBY, SENDER, 2_000L - 1_023, "oldest").duplicate()).isTrue();
        assertRejected(ErrorCode.ID_EXPIRED, later(LOBBY, SENDER, 2_000L - 1_024, "too old"));
        assertRejected(ErrorCode.ID_EXPIRED, later(LOBBY, SENDER, 1L, "too old"));
        assertThat(head(LOBBY).lastSeq()).as("nothing of it is stored").isEqualTo(2);
    }

    @Test
    void anIdIsForgottenWhenTheWindowLeavesIt() {
        append(LOBBY, SENDER, 1L, "a");
        append(LOBBY, SENDER, 1_024L, "b");
        assertThat(append(LOBBY, SENDER, 1L, "a").duplicate()).isTrue();

        append(LOBBY, SENDER, 1_025L, "c");

        assertRejected(ErrorCode.ID_EXPIRED, later(LOBBY, SENDER, 1L, "a"));
        assertThat(append(LOBBY, SENDER, ClientMessageId.MAX_COUNTER, "far").duplicate())
                .isFalse();
        assertRejected(ErrorCode.ID_EXPIRED, later(LOBBY, SENDER, 1_025L, "c"));
    }

    @Test
    void anIdOfAMessageInAnotherRoomIsRefused() {
        append(LOBBY, SENDER, 7L, "a");

        assertRejected(ErrorCode.BAD_FIELD, later(GARDEN, SENDER, 7L, "a"));
        assertThat(head(GARDEN).lastSeq()).isZero();
    }

    @Test
    void aRefusalDoesNotConcernTheRestOfItsCommit() {
        head(LOBBY);
        LogHead neverOpened = new LogHead(new RoomName("#nowhere"), "epoch", 1, 0, 0);
        listener.hold();
        later(GARDEN, "x");
        listener.awaitCall();
        CompletableFuture<Appended> before = later(LOBBY, SENDER, 1L, "a");
        CompletableFuture<Appended> refused = later(GARDEN, SENDER, 1L, "b");
        CompletableFuture<Appended> nowhere = store.append(
                        new Append(neverOpened, ANN, SENDER, new RoomEvent.Message(1, "c"), null, Runnable::run))
                .toCompletableFuture();
        CompletableFuture<Appended> after = later(LOBBY, "d");
        listener.release();

        assertThat(get(before).seq()).isEqualTo(1);
        assertRejected(ErrorCode.BAD_FIELD, refused);
        assertThat(nowhere).failsWithin(10, TimeUnit.SECONDS);
        assertThat(get(after).seq()).isEqualTo(2);
        assertThat(texts(read(LOBBY, new LogRange.After(0)))).containsExactly("a", "d");
    }

    @Test
    void anEmptyRoomHasEmptyPages() {
        assertThat(read(LOBBY, new LogRange.After(0))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.After(7))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.Before(1))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.Before(Long.MAX_VALUE))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.From(0))).isEqualTo(new LogPage(List.of(), true));
    }

    @Test
    void aPageAfterAnEntryBeginsWithTheNext() {
        appendNumbers(10);

        assertThat(texts(read(LOBBY, new LogRange.After(0)))).hasSize(10).startsWith("1");
        assertThat(texts(read(LOBBY, new LogRange.After(7)))).containsExactly("8", "9", "10");
        assertThat(texts(page(LOBBY, new LogRange.After(2), 3, 1_000_000))).containsExactly("3", "4", "5");
        assertThat(read(LOBBY, new LogRange.After(10))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.After(11))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.After(Long.MAX_VALUE))).isEqualTo(new LogPage(List.of(), true));
    }

    @Test
    void aPageBeforeAnEntryEndsWithTheOneBefore() {
        appendNumbers(10);

        assertThat(texts(page(LOBBY, new LogRange.Before(6), 3, 1_000_000))).containsExactly("3", "4", "5");
        assertThat(texts(page(LOBBY, new LogRange.Before(3), 5, 1_000_000))).containsExactly("1", "2");
        assertThat(texts(page(LOBBY, new LogRange.Before(11), 1, 1_000_000))).containsExactly("10");
        assertThat(texts(page(LOBBY, new LogRange.Before(Long.MAX_VALUE), 2, 1_000_000)))
                .containsExactly("9", "10");
        assertThat(read(LOBBY, new LogRange.Before(1))).isEqualTo(new LogPage(List.of(), true));
    }

    @Test
    void aPageFromATimeBeginsWithTheFirstOfThatTime() {
        for (int i = 0; i < 6; i++) {
            clock.at(1_000 + i / 2 * 100);
            append(LOBBY, String.valueOf(i));
        }

        assertThat(texts(read(LOBBY, new LogRange.From(0)))).hasSize(6);
        assertThat(texts(read(LOBBY, new LogRange.From(1_100)))).containsExactly("2", "3", "4", "5");
        assertThat(texts(read(LOBBY, new LogRange.From(1_101)))).containsExactly("4", "5");
        assertThat(texts(page(LOBBY, new LogRange.From(1_001), 1, 1_000_000))).containsExactly("2");
        assertThat(read(LOBBY, new LogRange.From(1_201))).isEqualTo(new LogPage(List.of(), true));
        assertThat(read(LOBBY, new LogRange.From(0)).complete()).isTrue();
    }

    @Test
    void aPageHasAboutSoManyBytesButAlwaysOneEntry() {
        append(LOBBY, "a".repeat(50_000));
        append(LOBBY, "b".repeat(50_000));
        append(LOBBY, "c");

        assertThat(page(LOBBY, new LogRange.After(0), 10, 1).entries())
                .extracting(LogEntry::seq)
                .containsExactly(1L);
        assertThat(page(LOBBY, new LogRange.After(1), 10, 1).entries())
                .extracting(LogEntry::seq)
                .containsExactly(2L);
        assertThat(page(LOBBY, new LogRange.Before(3), 10, 1).entries())
                .extracting(LogEntry::seq)
                .containsExactly(2L);
        assertThat(page(LOBBY, new LogRange.From(0), 10, 1).entries())
                .extracting(LogEntry::seq)
                .containsExactly(1L);
        assertThat(page(LOBBY, new LogRange.After(0), 10, 1_000_000).entries()).hasSize(3);
    }

    @Test
    void aRoomIsTheSameWhenItIsOpenedAgain() {
        append(LOBBY, "a");

        assertThat(head(LOBBY)).isSameAs(head(LOBBY));
        assertThat(head(LOBBY).epoch()).isNotEmpty();
    }

    @Test
    void aProbeIsAnsweredBehindWhatWasQueuedBefore() {
        listener.hold();
        CompletableFuture<Appended> before = later(LOBBY, "a");
        listener.awaitCall();
        CompletableFuture<Void> probe = store.probe().toCompletableFuture();
        assertThat(probe).isNotDone();

        listener.release();
        get(probe);

        assertThat(before).isCompleted();
        assertThat(listener.batches()).as("a probe is told to nobody").hasSize(1);
    }

    @Test
    void whenTheQueueIsFullAnAppendIsRefusedAtOnce() {
        listener.hold();
        later(LOBBY, "a");
        listener.awaitCall();
        int queued = 0;
        CompletableFuture<Appended> lastQueued = later(LOBBY, "b");
        CompletableFuture<Appended> refused = lastQueued;
        while (!refused.isDone()) {
            queued++;
            assertThat(queued).isLessThan(1_000_000);
            lastQueued = refused;
            refused = later(LOBBY, "b");
        }

        assertRejected(ErrorCode.BUSY, refused);
        assertThat(store.queuedAppends()).isEqualTo(queued);

        listener.release();
        assertThat(get(lastQueued).seq()).isEqualTo(1 + queued);
    }

    @Test
    void closingCommitsWhatIsQueuedAndRefusesWhatComesLater() {
        listener.hold();
        CompletableFuture<Appended> first = later(LOBBY, "a");
        listener.awaitCall();
        CompletableFuture<Appended> queued = later(LOBBY, "b");
        listener.release();
        store.close();

        assertThat(first).isCompleted();
        assertThat(queued).isCompletedWithValueMatching(place -> place.seq() == 2);
        assertRejected(ErrorCode.BUSY, later(LOBBY, "c"));
        assertRejected(ErrorCode.BUSY, store.probe());
        store.close();
    }

    protected final LogHead head(RoomName room) {
        return get(store.openRoom(room)).head();
    }

    protected final Appended append(RoomName room, String text) {
        return get(later(room, text));
    }

    protected final LogPage read(RoomName room, LogRange range) {
        return page(room, range, 1_000, 1_000_000);
    }

    protected final LogPage page(RoomName room, LogRange range, int limit, int maxBytes) {
        return get(store.read(head(room), range, limit, maxBytes));
    }

    protected final void appendNumbers(int count) {
        for (int i = 1; i <= count; i++) {
            append(LOBBY, String.valueOf(i));
        }
    }

    protected static List<String> texts(LogPage page) {
        return page.entries().stream()
                .map(entry -> ((RoomEvent.Message) entry.event()).text())
                .toList();
    }

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    protected final Appended append(RoomName room, SenderId sender, Long id, String text) {
        return get(later(room, sender, id, text));
    }

    protected final CompletableFuture<Appended> later(RoomName room, String text) {
        return later(room, SENDER, null, text);
    }

    protected final CompletableFuture<Appended> later(RoomName room, SenderId sender, @Nullable Long id, String text) {
        ClientMessageId messageId = id == null ? null : new ClientMessageId(PRODUCER, id);
        RoomEvent.Message message = new RoomEvent.Message(id == null ? 1 : id, text);
        return store.append(new Append(head(room), ANN, sender, message, messageId, Runnable::run))
                .toCompletableFuture();
    }

    protected static void assertRejected(ErrorCode code, CompletionStage<?> stage) {
        assertThatThrownBy(() -> get(stage))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(code));
    }
}
