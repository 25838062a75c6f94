// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.LogEntry;
import chat.server.log.CommitBatch;
import chat.server.metrics.ServerMetrics;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link FanOutModelTest} has found, each as the shortest sequence that shows it, and what it cannot find. */
class FanOutTest {

    private static final WriteBufferWaterMark WATERMARKS = new WriteBufferWaterMark(1_000, 2_000);
    private static final FanOutSettings SETTINGS = new FanOutSettings(1_024, 1_000, 16, 1, Long.MAX_VALUE);

    private final StepLoop loop = new StepLoop();
    private final ModelLog log = new ModelLog();
    private final ModelFormat format = new ModelFormat("plain", 1);
    private final RoomDirectory rooms = new RoomDirectory(log, 10);
    private final Room room = room(0);
    private final FanOut fanOut = new FanOut(
            List.of(loop), List.of(format), log, rooms, SETTINGS, new ServerMetrics(new SimpleMeterRegistry()));
    private final List<ModelFormat.Frame> received = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final ModelChannel channel = new ModelChannel(1, format, WATERMARKS, new Peer());

    @AfterEach
    void closeChannel() {
        channel.close();
    }

    /**
     * A batch of several buffers filled a connection with the first; with the second it left the group, and so the
     * group's flush at the end passed it by: it was never writable again.
     */
    @Test
    void whatWasWrittenToAMemberBeforeItLeftIsFlushed() {
        follow(room);
        channel.allow(0);
        commit(room, 10, 500);
        runLoop();
        assertThat(followers.get(0).isLive()).isFalse();

        channel.allow(Long.MAX_VALUE);
        readAll();

        assertThat(received).hasSize(10);
        assertThat(followers.get(0).isLive()).isTrue();
    }

    /** All buffers of a batch were written before the first was flushed: a burst made everybody leave. */
    @Test
    void aBurstBeyondTheWatermarkLeavesThoseLiveWhoReadIt() {
        follow(room);
        commit(room, 50, 500);
        runLoop();

        assertThat(received).hasSize(50);
        assertThat(followers.get(0).isLive()).isTrue();
        assertThat(log.waitingReads()).isZero();
    }

    /** A page was written when it came, although pages of other rooms had filled the connection meanwhile. */
    @Test
    void pagesOfManyRoomsAreNotMoreThanOneConnectionHolds() {
        channel.allow(0);
        for (int i = 1; i < 10; i++) {
            commit(room(i), 10, 400);
            follow(room(i));
        }
        readAll();
        assertThat(channel.waiting()).isLessThanOrEqualTo(WATERMARKS.high() + SETTINGS.batchBytes());

        channel.allow(Long.MAX_VALUE);
        readAll();

        assertThat(received).hasSize(90);
        assertThat(followers).allMatch(Follower::isLive);
    }

    /** A store counts bytes as it likes; a page of it was written as it was, however large it was in the format. */
    @Test
    void aPageIsWrittenInBuffersOfABatch() {
        channel.allow(0);
        commit(room, 500, 0);
        follow(room);
        readAll();

        assertThat(channel.waiting()).isLessThanOrEqualTo(WATERMARKS.high() + SETTINGS.batchBytes());
        channel.allow(Long.MAX_VALUE);
        readAll();
        assertThat(received).hasSize(500);
    }

    /** The state of a room took the next entry or none: a commit that it missed made every later one fail. */
    @Test
    void aCommitThatWasMissedDoesNotStopTheNextOnes() {
        follow(room);
        log.append(room.name(), List.of(1));
        commit(room, 1, 1);
        readAll();

        assertThat(room.state().seq()).isEqualTo(2);
        assertThat(received).extracting(ModelFormat.Frame::first).containsExactly(1L, 2L);
    }

    /** R6, as far as one thread can show it: what is committed after the head was read must find the loop. */
    @Test
    void aLoopIsRegisteredBeforeItLooksAtTheHead() {
        Follower follower = fanOut.follow(loop, channel, format, room, 0);
        followers.add(follower);

        assertThat(follower.isLive())
                .as("the head is looked at in a later turn")
                .isFalse();
        assertThat(fanOut.of(room).audiences()).containsExactly(fanOut.audienceOf(loop));

        commit(room, 1, 1);
        readAll();
        assertThat(received).hasSize(1);
        follower.end();
        assertThat(fanOut.of(room).audiences()).isEmpty();
    }

    /** Or whoever is a little behind would get what has been erased. */
    @Test
    void whatWasRewrittenIsReadFromTheLogAgain() {
        FanOut keeping = new FanOut(
                List.of(loop),
                List.of(format),
                log,
                rooms,
                new FanOutSettings(1_024, 1_000, 16, 1_000_000, Long.MAX_VALUE),
                new ServerMetrics(new SimpleMeterRegistry()));
        followers.add(keeping.follow(loop, channel, format, room, 0));
        LogEntry entry = log.append(room.name(), List.of(1)).get(0);
        keeping.committed(new CommitBatch(
                List.of(new CommitBatch.RoomCommit(room.head(), List.of(entry))), List.of(), System.nanoTime()));
        assertThat(keeping.of(room).recent(1)).isNotNull();

        keeping.rewritten(room.name());

        assertThat(keeping.of(room).recent(1)).isNull();
    }

    private Room room(int index) {
        return rooms.open(ModelFormat.roomName(index)).toCompletableFuture().join();
    }

    private void follow(Room followed) {
        followers.add(fanOut.follow(loop, channel, format, followed, 0));
        runLoop();
    }

    private void commit(Room to, int entries, int textLength) {
        List<LogEntry> added = log.append(to.name(), Collections.nCopies(entries, textLength));
        fanOut.committed(new CommitBatch(List.of(new CommitBatch.RoomCommit(to.head(), added)), List.of(), 0));
    }

    private void runLoop() {
        while (loop.step()) {
            // As long as there is something to do.
        }
    }

    private void readAll() {
        runLoop();
        while (log.waitingReads() > 0) {
            log.answer(0);
            runLoop();
        }
    }

    private final class Peer implements ModelChannel.Observer {
        @Override
        public void written(ModelFormat.Frame frame) {
            // Only what arrives counts here.
        }

        @Override
        public void received(ModelFormat.Frame frame) {
            received.add(frame);
        }

        @Override
        public void becameWritable() {
            followers.forEach(Follower::becameWritable);
        }

        @Override
        public void closed() {
            followers.forEach(Follower::end);
        }
    }
}
