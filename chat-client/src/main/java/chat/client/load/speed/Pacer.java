// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has speakers send at a fixed rate, in turn and evenly, whatever becomes of what they sent. A message that leaves late says
 * all the same when it was due. Confined to the event loop of a lane.
 */
final class Pacer {

    /** A sleeping loop wakes up a millisecond late: so much before a message is due it does not sleep. */
    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(1_200);
    /** How long to leave a server alone that does not read. */
    private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Where more is due than can be sent, the loop has to look at its sockets, and to hear that it is to stop. */
    private static final int MAX_A_TURN = 1_024;

    private final Lane lane;
    private final List<Speaker> speakers;
    private final int allSpeakers;
    private final double intervalNanos;
    private final boolean spin;
    private final long zeroNanos;
    private long said;
    private boolean stopped;
    private volatile long unsent;

    /**
     * @param speakers those on this lane
     * @param allSpeakers how many there are on all lanes
     * @param intervalNanos between two messages of all speakers
     * @param spin whether never to sleep
     */
    Pacer(Lane lane, List<Speaker> speakers, int allSpeakers, double intervalNanos, boolean spin) {
        this.lane = lane;
        this.speakers = speakers;
        this.allSpeakers = allSpeakers;
        this.intervalNanos = intervalNanos;
        this.spin = spin;
        this.zeroNanos = lane.nanos();
    }

    /** Sends what is due by now, as far as one turn of the loop goes, and no more. */
    void stop() {
        if (!speakers.isEmpty()) {
            sayDue();
            long late = lane.nanos() - due();
            unsent = late < 0 ? 0 : 1 + (long) (late / (intervalNanos * allSpeakers / speakers.size()));
        }
        stopped = true;
    }

    /** About how many messages were due in the end and did not leave. Thread-safe. */
    long unsent() {
        return unsent;
    }

    Lane lane() {
        return lane;
    }

    /** Sends what is due, and comes back for what is not. */
    void run() {
        if (stopped || speakers.isEmpty()) {
            return;
        }
        long now = lane.nanos();
        long due = sayDue();
        long sleep = next().canSend() ? Math.max(0, due - now - SPIN_NANOS) : FULL_NANOS;
        sleep = spin ? 0 : sleep;
        // Not by execute(): a loop carries out what it is given by that before it looks at its sockets again.
        lane.loop().schedule(this::run, sleep, TimeUnit.NANOSECONDS);
    }

    /** Sends what is due, or a part of it, and says when the next is. */
    private long sayDue() {
        long now = lane.nanos();
        long due = due();
        for (int turn = 0; due <= now && turn < MAX_A_TURN && next().canSend(); turn++) {
            next().say(1, due);
            lane.tally().sent(lane.nanos() - due);
            said++;
            due = due();
        }
        return due;
    }

    private Speaker next() {
        return speakers.get((int) (said % speakers.size()));
    }

    private long due() {
        Speaker next = next();
        long turn = said / speakers.size();
        return zeroNanos + (long) ((next.index() + turn * allSpeakers) * intervalNanos);
    }
}
