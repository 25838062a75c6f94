// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket that many threads take from. Thread-safe and lock-free.
 *
 * <p>All it keeps is when it will be full again, so that taking is one compare-and-set: the generic cell rate algorithm
 * (ITU-T I.371, annex A). It lets the same events pass as {@link TokenBucket}.
 */
public final class SharedBucket {

    private static final int RESERVED_PART = 5;

    private final long cost;
    private final long capacity;
    private final long reserve;
    private final AtomicLong fullAtNanos;

    private SharedBucket(long cost, int burst, long nowNanos) {
        this.cost = cost;
        this.capacity = cost * burst;
        this.reserve = cost * (burst / RESERVED_PART);
        this.fullAtNanos = new AtomicLong(nowNanos);
    }

    /**
     * A full bucket; one that is never empty if the limit is off.
     *
     * @param nowNanos by the clock that all calls go by, such as {@link System#nanoTime}
     */
    public static SharedBucket of(Limit<Rate> limit, long nowNanos) {
        if (limit.isOff()) {
            return new SharedBucket(0, 0, nowNanos);
        }
        Rate rate = limit.value();
        long cost = rate.per().toNanos() / rate.count();
        return new SharedBucket(cost, rate.burst(), nowNanos);
    }

    /**
     * Takes a token if there is one.
     *
     * @return 0 if it was taken; else in how many nanoseconds there is one, and nothing changes
     */
    public long take(long nowNanos) {
        return take(nowNanos, capacity);
    }

    /**
     * Takes a token if there is one beside the fifth of a full bucket that is kept for others: those who take much leave that
     * to those who take little.
     *
     * @return as {@link #take}
     */
    public long takeUnreserved(long nowNanos) {
        return take(nowNanos, capacity - reserve);
    }

    private long take(long nowNanos, long depth) {
        if (cost == 0) {
            return 0;
        }
        while (true) {
            long fullAt = fullAtNanos.get();
            long missing = Math.max(0, fullAt - nowNanos);
            if (missing + cost > depth) {
                return missing + cost - depth;
            }
            if (fullAtNanos.compareAndSet(fullAt, nowNanos + missing + cost)) {
                return 0;
            }
        }
    }

    /** Whether little has been taken lately: nine tenths of a full bucket are there, or all but one token. */
    public boolean isAlmostFull(long nowNanos) {
        return nanosUntilFull(nowNanos) <= Math.max(cost, capacity / 10);
    }

    /** In how many nanoseconds it is full, if nothing is taken; 0 if it is. A full bucket need not be remembered. */
    long nanosUntilFull(long nowNanos) {
        return Math.max(0, fullAtNanos.get() - nowNanos);
    }
}
