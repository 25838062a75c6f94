// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.server.dialect.WireFormat;
import chat.server.log.Acknowledgement;
import chat.server.log.RoomLog;
import chat.server.metrics.ServerMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody on one event loop who follows a room. Confined to that loop, but for {@link #offer} and {@link
 * #offerBroadcast}, which any thread may call.
 *
 * <p>Batches that have come while the loop was busy are worked on together: acknowledgements first, then each room's
 * entries in one write for each member, and one flush.
 */
public final class LoopAudience {

    private static final Logger LOG = LoggerFactory.getLogger(LoopAudience.class);

    /** How many batches may wait. Entries beyond are dropped: they are hints, and the log has what they are about. */
    private static final int MAX_WAITING = 1024;

    private final Executor loop;
    private final RoomLog log;
    private final FanOutSettings settings;
    private final ServerMetrics metrics;
    private final ConcurrentLinkedQueue<LoopBatch> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Map<RoomFanOut, RoomFollowers> rooms = new LinkedHashMap<>();
    private final Set<Channel> toFlush = new LinkedHashSet<>();
    private final Set<Follower> woken = new LinkedHashSet<>();
    private final Set<RoomFollowers> touched = new LinkedHashSet<>();
    private boolean turnEndScheduled;
    private long deliveredThisTurn;

    LoopAudience(Executor loop, RoomLog log, FanOutSettings settings, ServerMetrics metrics) {
        this.loop = loop;
        this.log = log;
        this.settings = settings;
        this.metrics = metrics;
    }

    /**
     * Begins to follow a room: everything after an entry is written to the connection, then whatever is committed.
     *
     * @param channel a connection of this loop
     * @param format how it wants entries
     * @param fanOut the room, from {@link FanOut#of}
     * @param cursor the last entry that the connection has, 0 for none
     */
    Follower follow(Channel channel, WireFormat format, RoomFanOut fanOut, long cursor) {
        RoomFollowers followers = rooms.get(fanOut);
        if (followers == null) {
            followers = new RoomFollowers(fanOut, this);
            rooms.put(fanOut, followers);
            fanOut.register(this);
        }
        followers.add();
        Follower follower = new Follower(channel, format, followers);
        follower.catchUpAfter(cursor);
        return follower;
    }

    /** Sends what has been written to a connection, once, when the present work of the loop is done. */
    public void flushLater(Channel channel) {
        toFlush.add(channel);
        scheduleTurnEnd();
    }

    /** Looks for lost hints. To be called every second, on the loop. */
    public void check() {
        // A copy, as whoever ends meanwhile is taken out.
        for (RoomFollowers followers : List.copyOf(rooms.values())) {
            guarded(followers::check);
        }
    }

    /** Hands over what a commit means for this loop. For the log's writer thread. */
    void offer(LoopBatch batch) {
        if (waitingCount.get() >= MAX_WAITING) {
            batch.deliveries().clear();
        }
        waiting.add(batch);
        waitingCount.incrementAndGet();
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    /** Shows something that is in no log to those who follow a room here and keep up. Thread-safe. */
    void offerBroadcast(RoomFanOut fanOut, Event event) {
        loop.execute(() -> {
            RoomFollowers followers = rooms.get(fanOut);
            if (followers != null) {
                followers.broadcast(event);
            }
        });
    }

    /** Has a follower read on when the present work of the loop is done. */
    void wake(Follower follower) {
        woken.add(follower);
        scheduleTurnEnd();
    }

    void nobodyFollows(RoomFollowers followers) {
        rooms.remove(followers.fanOut());
        followers.fanOut().unregister(this);
    }

    void execute(Runnable task) {
        loop.execute(() -> guarded(task));
    }

    RoomLog log() {
        return log;
    }

    FanOutSettings settings() {
        return settings;
    }

    ServerMetrics metrics() {
        return metrics;
    }

    /** A buffer that sockets take as it is. */
    ByteBuf buffer(int size) {
        return ByteBufAllocator.DEFAULT.directBuffer(Math.max(size, 1));
    }

    /** Counts what was written to members of a group. */
    void delivered(long entries) {
        deliveredThisTurn += entries;
    }

    private void drain() {
        // Before the queue is looked at: what is added from now on schedules another call.
        scheduled.set(false);
        long oldestNanos = 0;
        LoopBatch batch = waiting.poll();
        while (batch != null) {
            waitingCount.decrementAndGet();
            batch.acknowledgements().forEach(this::give);
            for (LoopBatch.Delivery delivery : batch.deliveries()) {
                RoomFollowers followers = rooms.get(delivery.room());
                if (followers != null) {
                    guarded(() -> followers.collect(delivery.entries()));
                    touched.add(followers);
                }
            }
            oldestNanos = oldestNanos == 0 ? batch.committedNanos() : oldestNanos;
            batch = waiting.poll();
        }
        touched.forEach(followers -> guarded(followers::write));
        touched.forEach(followers -> guarded(followers::flush));
        touched.clear();
        if (deliveredThisTurn > 0) {
            metrics.delivered(deliveredThisTurn, System.nanoTime() - oldestNanos);
            deliveredThisTurn = 0;
        }
        endTurn();
    }

    private void give(Acknowledgement acknowledgement) {
        guarded(acknowledgement::give);
    }

    private void scheduleTurnEnd() {
        if (!turnEndScheduled) {
            turnEndScheduled = true;
            loop.execute(this::endTurn);
        }
    }

    private void endTurn() {
        turnEndScheduled = false;
        if (!woken.isEmpty()) {
            List<Follower> readers = List.copyOf(woken);
            woken.clear();
            readers.forEach(reader -> guarded(reader::pump));
        }
        if (!toFlush.isEmpty()) {
            List<Channel> channels = List.copyOf(toFlush);
            toFlush.clear();
            channels.forEach(Channel::flush);
        }
    }

    /** One connection's or room's fault must not take the loop's other work with it. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (metrics.bug()) {
                LOG.error("a delivery failed", e);
            }
        }
    }
}
