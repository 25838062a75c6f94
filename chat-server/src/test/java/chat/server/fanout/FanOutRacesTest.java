// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomEvent;
import chat.server.config.DeletedMessages;
import chat.server.log.Append;
import chat.server.log.SenderId;
import chat.server.metrics.ServerMetrics;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.store.CommitWriter;
import chat.server.store.memory.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Joining while the writer commits, with real threads and the real store: what the model, which does one step at a time,
 * cannot see. Nobody looks for lost hints here, so that whoever misses one waits for ever.
 */
class FanOutRacesTest {

    private static final int APPENDS = 300;
    private static final int JOINS = 20;

    private final ExecutorService loops = Executors.newSingleThreadExecutor();
    private final ExecutorService otherLoop = Executors.newSingleThreadExecutor();
    private final MemoryStore store =
            new MemoryStore(100_000, 1 << 26, DeletedMessages.KEEP, Clock.systemUTC(), new Silent());
    private final RoomDirectory rooms = new RoomDirectory(store, 10);
    private final ModelFormat format = new ModelFormat("plain", 1);
    private final FanOutSettings settings = new FanOutSettings(1_024, 4_096, 16, 1 << 20, Long.MAX_VALUE);
    private final FanOut fanOut = new FanOut(
            List.of(loops, otherLoop),
            List.of(format),
            store,
            rooms,
            settings,
            new ServerMetrics(new SimpleMeterRegistry()));

    @AfterEach
    void stop() {
        store.close();
        loops.shutdown();
        otherLoop.shutdown();
    }

    @RepeatedTest(20)
    void whoJoinsWhileTheWriterCommitsMissesNothing() {
        store.start(fanOut);
        Room room = rooms.open(ModelFormat.roomName(0)).toCompletableFuture().join();
        List<Joiner> joiners = new ArrayList<>();
        for (int i = 0; i < APPENDS; i++) {
            RoomEvent.Message message = new RoomEvent.Message(i + 1, "");
            store.append(new Append(
                    room.head(),
                    new AccountName("ann"),
                    new SenderId("1"),
                    message,
                    null,
                    i % 2 == 0 ? loops : otherLoop));
            if (i % (APPENDS / JOINS) == 0) {
                // Alone in the room on their loop for the most part, so that joining is registering.
                joiners.forEach(Joiner::leave);
                Joiner joiner = new Joiner(i, i % 2 == 0 ? loops : otherLoop);
                joiners.add(joiner);
                joiner.join(room);
            }
        }
        await(() -> room.head().lastSeq() == APPENDS);
        Joiner last = joiners.get(joiners.size() - 1);
        await(() -> last.lastReceived() == APPENDS);
        assertThat(joiners).allMatch(Joiner::hadNoHole);
        joiners.forEach(Joiner::leave);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    /** Follows from the present head on, on a loop; fields are confined to it. */
    private final class Joiner implements ModelChannel.Observer {
        private final ExecutorService loop;
        private final ModelChannel channel;
        private long last;
        private boolean hole;

        Joiner(int number, ExecutorService loop) {
            this.loop = loop;
            this.channel = new ModelChannel(number, format, new WriteBufferWaterMark(4_096, 8_192), this);
        }

        void join(Room room) {
            loop.execute(() -> {
                last = room.head().lastSeq();
                Follower follower = fanOut.follow(loop, channel, format, room, last);
                channel.closeFuture().addListener(closed -> follower.end());
            });
        }

        void leave() {
            loop.execute(channel::close);
        }

        long lastReceived() {
            return CompletableFuture.supplyAsync(() -> last, loop).join();
        }

        boolean hadNoHole() {
            return CompletableFuture.supplyAsync(() -> !hole, loop).join();
        }

        @Override
        public void written(ModelFormat.Frame frame) {
            // Only what arrives counts here.
        }

        @Override
        public void received(ModelFormat.Frame frame) {
            hole |= frame.first() != last + 1;
            last = frame.first();
        }

        @Override
        public void becameWritable() {
            // It always is.
        }

        @Override
        public void closed() {
            // The listener of the close ends the following.
        }
    }

    private static final class Silent implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {
            // Of no interest here.
        }

        @Override
        public void bug() {
            throw new AssertionError("a bug");
        }
    }
}
