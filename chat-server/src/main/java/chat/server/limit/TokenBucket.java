// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.function.LongSupplier;

/**
 * Lets so many events pass in so much time, and a burst of them after a pause. Confined to one event
 * loop, or to one thread at a time.
 *
 * <p>Instead of tokens it counts the time that has been saved up: an event costs {@code per / count}, and a full bucket
 * holds {@code burst} times that. Whole nanoseconds lose nothing to rounding however often they are added.
 */
public final class TokenBucket {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoTime;
    private final long cost;
    private final long capacity;
    private long saved;
    private long lastNanos;

    private TokenBucket(LongSupplier nanoTime, long cost, long capacity) {
        this.nanoTime = nanoTime;
        this.cost = cost;
        this.capacity = capacity;
        this.saved = capacity;
        this.lastNanos = nanoTime.getAsLong();
    }

    /**
     * A full bucket; one that is never empty if the limit is off.
     *
     * @param nanoTime a clock like {@link System#nanoTime}; read once for each event
     */
    public static TokenBucket of(Limit<Rate> limit, LongSupplier nanoTime) {
        if (limit.isOff()) {
            return new TokenBucket(nanoTime, 0, 0);
        }
        Rate rate = limit.value();
        long cost = rate.per().toNanos() / rate.count();
        return new TokenBucket(nanoTime, cost, cost * rate.burst());
    }

    /** Takes a token if there is one; otherwise nothing changes, and {@link #retryAfterMillis} says when to come back. */
    public boolean tryTake() {
        if (cost == 0) {
            return true;
        }
        refill();
        if (saved < cost) {
            return false;
        }
        saved -= cost;
        return true;
    }

    /** In how many milliseconds there is a token again, rounded up; 0 if there is one now. */
    public long retryAfterMillis() {
        if (cost == 0) {
            return 0;
        }
        refill();
        return saved >= cost ? 0 : (cost - saved + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }

    /** Whether little has been taken lately: nine tenths of a full bucket are there, or all but one token. */
    public boolean isAlmostFull() {
        if (cost == 0) {
            return true;
        }
        refill();
        return capacity - saved <= Math.max(cost, capacity / 10);
    }

    /** Whether nothing has been taken that has not come back: a new bucket would be the same. */
    boolean isFull() {
        refill();
        return saved >= capacity;
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        // A difference, because nanoTime may be negative and may overflow; a clock that goes back gives nothing.
        saved = Math.min(capacity, saved + Math.max(0, now - lastNanos));
        lastNanos = now;
    }
}
