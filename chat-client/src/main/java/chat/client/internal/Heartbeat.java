// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watches whether a connection is alive: says when to ask for a sign of life and when to give up. Confined to one event
 * loop.
 */
final class Heartbeat {

    /** What to do at a check. */
    enum Action {
        NOTHING,
        PING,
        GIVE_UP
    }

    /** How often to check, which is how exact the rest is. */
    static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int LONGEST_SECONDS = 3600;

    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final long silenceNanos;

    private long lastWritten;
    private long lastRead;
    private boolean asked;

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param heartbeatSeconds as welcome has it; what is out of range is brought into it
     */
    Heartbeat(LongSupplier nanoTime, int heartbeatSeconds) {
        this.nanoTime = nanoTime;
        Duration interval = Duration.ofSeconds(Math.max(1, Math.min(heartbeatSeconds, LONGEST_SECONDS)));
        this.intervalNanos = interval.toNanos();
        this.silenceNanos = interval.multipliedBy(2).plus(GRACE).toNanos();
        this.lastWritten = nanoTime.getAsLong();
        this.lastRead = lastWritten;
    }

    /** Something was sent. */
    void wrote() {
        lastWritten = nanoTime.getAsLong();
    }

    /** Something came. */
    void read() {
        lastRead = nanoTime.getAsLong();
        asked = false;
    }

    /** What to do now. */
    Action check() {
        long now = nanoTime.getAsLong();
        if (now - lastRead >= silenceNanos) {
            return Action.GIVE_UP;
        }
        // Also when much is sent and nothing comes back: a server that is busy storing still answers a ping.
        if (now - lastWritten >= intervalNanos || (!asked && now - lastRead >= intervalNanos)) {
            asked = true;
            return Action.PING;
        }
        return Action.NOTHING;
    }
}
