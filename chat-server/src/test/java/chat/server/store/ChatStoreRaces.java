// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch;
import chat.server.log.LogHead;
import chat.server.log.LogRange;
import chat.server.log.SenderId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** What several threads see of a {@link ChatStore} at once, whatever it keeps things in. */
public abstract class ChatStoreRaces {

    private static final int THREADS = 4;
    private static final int APPENDS = 50;
    private static final List<RoomName> ROOMS = List.of(new RoomName("#a"), new RoomName("#b"));

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final RecordingListener listener = new RecordingListener();

    /** A store that has not been started and keeps everything that these tests append. */
    protected abstract ChatStore create(Clock clock, CommitWriter.Observer observer);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private record Place(int thread, RoomName room, CompletableFuture<Appended> answer) {}

    @RepeatedTest(100)
    void numbersHaveNoHoleAndKeepTheOrderOfEachThread() throws Exception {
        try (ChatStore store = create(Clock.systemUTC(), new RecordingObserver())) {
            store.start(listener);
            List<Place> places = appendFromAllThreads(store, () -> {});
            for (RoomName room : ROOMS) {
                List<Long> all = new ArrayList<>();
                Map<Integer, Long> lastOfThread = new HashMap<>();
                for (Place place : places) {
                    if (place.room.equals(room)) {
                        long seq = ChatStoreContract.get(place.answer).seq();
                        all.add(seq);
                        assertThat(seq).isGreaterThan(lastOfThread.getOrDefault(place.thread, 0L));
                        lastOfThread.put(place.thread, seq);
                    }
                }
                assertNumbered(all, store, room);
            }
        }
    }

    /** An append that races with the end is stored and told so, or refused and not stored; it is always answered. */
    @RepeatedTest(100)
    void closingAnswersEverything() throws Exception {
        ChatStore store = create(Clock.systemUTC(), new RecordingObserver());
        store.start(listener);
        List<Place> places = appendFromAllThreads(store, store::close);
        int stored = 0;
        for (Place place : places) {
            assertThat(place.answer).as("answered when close returns").isDone();
            stored += place.answer
                    .handle((appended, failure) -> {
                        if (failure != null) {
                            assertThat(failure)
                                    .isInstanceOfSatisfying(
                                            RejectedException.class,
                                            rejection ->
                                                    assertThat(rejection.code()).isEqualTo(ErrorCode.BUSY));
                        }
                        return failure == null ? 1 : 0;
                    })
                    .join();
        }
        long heads = 0;
        for (RoomName room : ROOMS) {
            heads += head(store, room).lastSeq();
        }
        assertThat(heads).isEqualTo(stored);
    }

    /** All threads but the first append; the first does something else meanwhile. */
    private List<Place> appendFromAllThreads(ChatStore store, Runnable meanwhile) throws Exception {
        // Opened before the race: a store may need its writer for a new room.
        ROOMS.forEach(room -> head(store, room));
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<List<Place>>> running = new ArrayList<>();
        for (int thread = 1; thread < THREADS; thread++) {
            int number = thread;
            running.add(threads.submit(() -> appendAll(store, number, start)));
        }
        start.await(10, TimeUnit.SECONDS);
        meanwhile.run();
        List<Place> places = new ArrayList<>();
        for (Future<List<Place>> thread : running) {
            places.addAll(thread.get(10, TimeUnit.SECONDS));
        }
        return places;
    }

    private static List<Place> appendAll(ChatStore store, int thread, CyclicBarrier start)
            throws InterruptedException, BrokenBarrierException {
        List<Place> places = new ArrayList<>();
        AccountName name = new AccountName("thread" + thread);
        SenderId sender = new SenderId("guest:" + thread);
        start.await();
        for (int i = 0; i < APPENDS; i++) {
            RoomName room = ROOMS.get(i % ROOMS.size());
            LogHead head = head(store, room);
            RoomEvent.Message message = new RoomEvent.Message(i + 1, "text");
            CompletableFuture<Appended> answer = store.append(
                            new Append(head, name, sender, message, null, Runnable::run))
                    .toCompletableFuture();
            CompletableFuture<Appended> checked = new CompletableFuture<>();
            answer.whenComplete((appended, failure) -> {
                if (failure != null) {
                    checked.completeExceptionally(failure);
                } else if (head.lastSeq() < appended.seq()) {
                    checked.completeExceptionally(new AssertionError("acknowledged before it was published"));
                } else {
                    checked.complete(appended);
                }
            });
            places.add(new Place(thread, room, checked));
        }
        return places;
    }

    private void assertNumbered(List<Long> all, ChatStore store, RoomName room) {
        int count = all.size();
        Long[] numbers = LongStream.rangeClosed(1, count).boxed().toArray(Long[]::new);
        assertThat(all).containsExactlyInAnyOrder(numbers);
        assertThat(ChatStoreContract.get(store.read(head(store, room), new LogRange.After(0), count + 1, 1 << 24))
                        .entries())
                .extracting(LogEntry::seq)
                .containsExactly(numbers);
        List<Long> told = listener.told().stream()
                .flatMap(batch -> batch.rooms().stream())
                .filter(commit -> commit.head().room().equals(room))
                .map(CommitBatch.RoomCommit::entries)
                .flatMap(List::stream)
                .map(LogEntry::seq)
                .toList();
        assertThat(told).containsExactly(numbers);
    }

    private static LogHead head(ChatStore store, RoomName room) {
        return ChatStoreContract.get(store.openRoom(room)).head();
    }
}
