// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.Event;
import chat.server.log.LogHead;
import chat.server.room.Room;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection of the model, with what it must have been sent and what not: the oracle. */
final class ModelConnection implements ModelChannel.Observer {

    /** What a connection needs to know of the rest of the model. */
    interface World {
        FanOut fanOut();

        Room room(int room);

        /** How far behind somebody may be before entries are left out. */
        long maxLag();

        /** The most bytes of entries that may wait in a connection. */
        long maxWaiting();

        /** Whether the acknowledgement to whoever appended an entry on this loop was given, or there is none. */
        boolean isAcknowledged(StepLoop loop, int room, long seq);
    }

    /** One following of one room, as the peer sees it. */
    static final class Reading {
        private final int number;
        private final int room;
        private long sent;
        private long received;
        private boolean ended;
        private @Nullable Follower follower;

        private Reading(int number, int room, long cursor) {
            this.number = number;
            this.room = room;
            this.sent = cursor;
            this.received = cursor;
        }
    }

    private final World world;
    private final int number;
    private final StepLoop loop;
    private final ModelFormat format;
    private final ModelChannel channel;
    private final List<Reading> readings = new ArrayList<>();
    private final Map<Integer, Reading> active = new HashMap<>();
    private final Map<Integer, Reading> beingWritten = new HashMap<>();
    private final Map<Integer, Reading> beingReceived = new HashMap<>();
    private long ownBytesWaiting;
    private int writabilityEvents;
    private long digest;
    private @Nullable AssertionError failure;

    ModelConnection(World world, int number, StepLoop loop, ModelFormat format, WriteBufferWaterMark watermarks) {
        this.world = world;
        this.number = number;
        this.loop = loop;
        this.format = format;
        this.channel = new ModelChannel(number, format, watermarks, this);
    }

    StepLoop loop() {
        return loop;
    }

    ModelChannel channel() {
        return channel;
    }

    boolean follows(int room) {
        return active.containsKey(room);
    }

    /** Joins a room as the join command does: says so, then follows. */
    void follow(int room, long cursor) {
        end(room);
        Reading reading = new Reading(readings.size(), room, cursor);
        readings.add(reading);
        active.put(room, reading);
        Room followed = world.room(room);
        String mark = String.valueOf(reading.number);
        channel.write(new Event.Joined(mark, followed.name(), "epoch", 0, true, ""), channel.voidPromise());
        world.fanOut().audienceOf(loop).flushLater(channel);
        reading.follower = world.fanOut().follow(loop, channel, format, followed, cursor);
    }

    void end(int room) {
        Reading reading = active.remove(room);
        if (reading != null) {
            reading.ended = true;
            follower(reading).end();
            assertThat(follower(reading).isLive()).isFalse();
        }
    }

    @Override
    public void closed() {
        List.copyOf(active.keySet()).forEach(this::end);
    }

    @Override
    public void becameWritable() {
        for (Reading reading : active.values()) {
            follower(reading).becameWritable();
        }
        writabilityEvents++;
        if (writabilityEvents % 3 == 0) {
            // As a session does whose next command is decoded now.
            channel.write(new Event.Ok(""), channel.voidPromise());
            world.fanOut().audienceOf(loop).flushLater(channel);
        }
        if (writabilityEvents % 7 == 0) {
            channel.flush();
        }
    }

    @Override
    public void written(ModelFormat.Frame frame) {
        remember(() -> checkWritten(frame));
    }

    @Override
    public void received(ModelFormat.Frame frame) {
        remember(() -> checkReceived(frame));
    }

    /** Netty turns what is thrown within a write into a failed write: keeps it for the end of the step. */
    private void remember(Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            if (failure == null) {
                failure = e;
            }
        }
    }

    /** Depends on everything that was written, and on its order. */
    long digest() {
        return digest;
    }

    private void checkWritten(ModelFormat.Frame frame) {
        digest = digest * 31 + frame.hashCode();
        switch (frame.kind()) {
            case ModelFormat.MARK -> {
                beingWritten.put(frame.room(), readings.get((int) frame.first()));
                ownBytesWaiting += ModelFormat.HEADER_BYTES;
            }
            case ModelFormat.ENTRY -> entryWritten(frame);
            case ModelFormat.GAP -> gapWritten(frame);
            default -> ownBytesWaiting += ModelFormat.HEADER_BYTES;
        }
        assertThat(channel.waiting() - ownBytesWaiting)
                .as("bytes that wait in connection %s", number)
                .isLessThanOrEqualTo(world.maxWaiting());
    }

    private void entryWritten(ModelFormat.Frame frame) {
        Reading reading = beingWritten.get(frame.room());
        assertThat(reading).as("%s of %s before any join", frame, number).isNotNull();
        assertThat(reading.ended).as("%s to %s after the end", frame, number).isFalse();
        assertThat(frame.first())
                .as("next entry of room %s written to connection %s", frame.room(), number)
                .isEqualTo(reading.sent + 1)
                .isLessThanOrEqualTo(world.room(frame.room()).head().lastSeq());
        assertThat(loop.isRunning()).as("on its loop").isTrue();
        reading.sent = frame.first();
        if (follower(reading).isLive()) {
            assertThat(world.isAcknowledged(loop, frame.room(), frame.first()))
                    .as("%s is acknowledged before it is delivered", frame)
                    .isTrue();
        }
    }

    private void gapWritten(ModelFormat.Frame frame) {
        Reading reading = beingWritten.get(frame.room());
        assertThat(reading).isNotNull();
        LogHead head = world.room(frame.room()).head();
        long lastMissing = Math.max(head.firstSeq() - 1, head.lastSeq() - world.maxLag());
        assertThat(frame.first()).as("%s to %s", frame, number).isEqualTo(reading.sent + 1);
        assertThat(frame.second()).as("%s to %s, of %s", frame, number, head).isBetween(frame.first(), lastMissing);
        reading.sent = frame.second();
    }

    private void checkReceived(ModelFormat.Frame frame) {
        switch (frame.kind()) {
            case ModelFormat.MARK -> {
                beingReceived.put(frame.room(), readings.get((int) frame.first()));
                ownBytesWaiting -= ModelFormat.HEADER_BYTES;
            }
            case ModelFormat.ENTRY, ModelFormat.GAP -> {
                Reading reading = beingReceived.get(frame.room());
                assertThat(reading)
                        .as("%s of %s before any join", frame, number)
                        .isNotNull();
                assertThat(frame.first())
                        .as("next of room %s received by connection %s", frame.room(), number)
                        .isEqualTo(reading.received + 1);
                boolean gap = frame.kind() == ModelFormat.GAP;
                reading.received = gap ? frame.second() : frame.first();
                if (!gap) {
                    String text = frame.text();
                    assertThat(text).isEqualTo(ModelLog.text(frame.room(), frame.first(), text.length()));
                }
            }
            default -> ownBytesWaiting -= ModelFormat.HEADER_BYTES;
        }
    }

    /** What is true between any two tasks of the loop. */
    void assertConsistent() {
        if (failure != null) {
            throw failure;
        }
        for (Reading reading : active.values()) {
            Follower follower = follower(reading);
            if (follower.isLive()) {
                assertThat(reading.sent)
                        .as("R1: what connection %s of the live group of room %s was sent", number, reading.room)
                        .isEqualTo(follower.group().lastSeq());
            }
        }
    }

    /** What must be true when everything has come to rest and the peer reads. */
    void assertArrived() {
        for (Reading reading : active.values()) {
            String where = "connection " + number + ", room " + reading.room;
            long last = world.room(reading.room).head().lastSeq();
            assertThat(reading.sent).as("%s was sent everything", where).isEqualTo(last);
            assertThat(reading.received).as("%s received everything", where).isEqualTo(last);
            assertThat(follower(reading).isLive()).as("%s is live", where).isTrue();
        }
        assertThat(channel.waiting()).as("%s was flushed", number).isZero();
    }

    private static Follower follower(Reading reading) {
        Follower follower = reading.follower;
        assertThat(follower).as("nothing is written before follow returns").isNotNull();
        return follower;
    }
}
