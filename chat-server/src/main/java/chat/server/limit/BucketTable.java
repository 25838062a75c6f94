// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each of many keys. Only so many are kept: a full bucket says no more than none, so those go first; if
 * all are in use, a new key is refused, as forgetting one would let its owner begin anew. Thread-safe.
 *
 * @param <K> what is held to the rate
 */
public final class BucketTable<K> {

    private static final long FULL_MILLIS = 1_000;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(FULL_MILLIS);

    private final ConcurrentHashMap<K, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final Limit<Rate> limit;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final AtomicLong sweptNanos;

    /**
     * @param limit of each key
     * @param capacity how many keys are kept, about
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public BucketTable(Limit<Rate> limit, int capacity, LongSupplier nanoTime) {
        this.limit = limit;
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        this.sweptNanos = new AtomicLong(nanoTime.getAsLong() - SWEEP_NANOS);
    }

    /** Takes a token of this key: 0 if there was one, else in how many milliseconds it may be tried again. */
    public long take(K key) {
        if (limit.isOff()) {
            return 0;
        }
        if (buckets.size() >= capacity && !buckets.containsKey(key) && !makeRoom()) {
            return FULL_MILLIS;
        }
        long[] wait = new long[1];
        // Inside compute, which lets one thread at a time to a bucket.
        buckets.compute(key, (same, known) -> {
            TokenBucket bucket = known == null ? TokenBucket.of(limit, nanoTime) : known;
            wait[0] = bucket.tryTake() ? 0 : Math.max(1, bucket.retryAfterMillis());
            return bucket;
        });
        return wait[0];
    }

    /** How many keys are kept. */
    public int size() {
        return buckets.size();
    }

    /** Looks through all of them, but not for each that comes while the table is full. */
    private boolean makeRoom() {
        long last = sweptNanos.get();
        long now = nanoTime.getAsLong();
        if (now - last >= SWEEP_NANOS && sweptNanos.compareAndSet(last, now)) {
            buckets.keySet()
                    .forEach(key -> buckets.computeIfPresent(key, (same, bucket) -> bucket.isFull() ? null : bucket));
        }
        return buckets.size() < capacity;
    }
}
