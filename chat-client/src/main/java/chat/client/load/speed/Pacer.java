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

    private final Lane lane;
    private final List<Speaker> speakers;
    private final int allSpeakers;
    private final double intervalNanos;
    private final boolean spin;
    private final long zeroNanos;
    private long said;
    private boolean stopped;

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

    /** Sends what is due by now, and no more. */
    void stop() {
        if (!speakers.isEmpty()) {
            sayDue();
        }
        stopped = true;
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
        long sleep = spin ? 0 : Math.max(0, sayDue() - now - SPIN_NANOS);
        // Not by execute(): a loop carries out what it is given by that before it looks at its sockets again.
        lane.loop().schedule(this::run, sleep, TimeUnit.NANOSECONDS);
    }

    /** Sends what is due, and says when the next is. */
    private long sayDue() {
        long now = lane.nanos();
        long due = due();
        while (due <= now) {
            speakers.get((int) (said % speakers.size())).say(1, due);
            lane.tally().sent(lane.nanos() - due);
            said++;
            due = due();
        }
        return due;
    }

    private long due() {
        Speaker next = speakers.get((int) (said % speakers.size()));
        long turn = said / speakers.size();
        return zeroNanos + (long) ((next.index() + turn * allSpeakers) * intervalNanos);
    }
}
