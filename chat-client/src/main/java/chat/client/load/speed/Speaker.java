// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.protocol.message.Command;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A member's sending. With a window, a message is done when all copies of it have arrived, so that nobody runs ahead of the
 * slowest member. Confined to the event loop of its lane, but for {@link #delivered}.
 */
final class Speaker {

    private static final int FRAME_BYTES = 128;

    private final int index;
    private final Member member;
    private final Stamp stamp;
    private final int copies;
    private final int window;
    private final boolean ids;
    private final AtomicLong copiesArrived = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private boolean pumping;

    /**
     * @param index its number among all who send
     * @param copies how many members get each of its messages
     * @param window how many of its messages may be under way
     */
    Speaker(int index, Member member, Stamp stamp, int copies, int window, boolean ids) {
        this.index = index;
        this.member = member;
        this.stamp = stamp;
        this.copies = copies;
        this.window = window;
        this.ids = ids;
    }

    int index() {
        return index;
    }

    Lane lane() {
        return member.lane();
    }

    /** Whether the server takes what is sent: where it does not, this program's memory has an end. */
    boolean canSend() {
        return member.canSend();
    }

    /** How many messages it has sent. Thread-safe. */
    long sent() {
        return sent.get();
    }

    /** Whether every copy of every message has arrived. Thread-safe. */
    boolean isDone() {
        return copiesArrived.get() >= sent.get() * copies;
    }

    /** How many copies are still to arrive. Thread-safe. */
    long undelivered() {
        return Math.max(0, sent.get() * copies - copiesArrived.get());
    }

    /** Copies have arrived. Thread-safe. */
    void delivered(int more) {
        long now = copiesArrived.addAndGet(more);
        if (now / copies == (now - more) / copies) {
            return;
        }
        if (lane().loop().inEventLoop()) {
            pump();
        } else {
            lane().loop().execute(this::pump);
        }
    }

    /** Keeps its window full from now on, or does so no more. */
    void pumpFromNow(boolean on) {
        pumping = on;
        pump();
    }

    private void pump() {
        if (!pumping) {
            return;
        }
        long free = window - (sent.get() - copiesArrived.get() / copies);
        if (free > 0) {
            say((int) free, lane().nanos());
        }
    }

    /**
     * Sends messages, in one piece.
     *
     * @param dueNanos when they were to be sent
     */
    void say(int messages, long dueNanos) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(messages * (stamp.size() + FRAME_BYTES));
        for (int i = 0; i < messages; i++) {
            long number = sent.get();
            Lane.frame(
                    new Command.Send(
                            Long.toString(number),
                            member.room().name(),
                            stamp.text(index, number, dueNanos),
                            ids ? number + 1 : null),
                    out);
            sent.lazySet(number + 1);
        }
        lane().tally().expect((long) messages * copies, dueNanos);
        member.send(out);
    }
}
