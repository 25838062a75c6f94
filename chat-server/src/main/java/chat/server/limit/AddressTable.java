// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds every address to its limits. Thread-safe.
 *
 * <p>The memory is bounded whatever addresses somebody has: an address that has a connection is counted exactly, and there
 * are no more of those than connections; of the others only those are remembered whose buckets are not full again, and no
 * more than {@value #REMEMBERED}. They are kept in sets of {@value #WAYS}, chosen by a hash with a secret seed; where a set
 * is full, the one goes that would be forgotten first.
 *
 * <p>What somebody with a /48 of IPv6 can do: they have 65,536 addresses in the sense of {@link AddressKey}, hence 65,536
 * times what one may do. That is what the limits in all are for ({@code limits.connection-rate}, {@code
 * limits.max-connections}, and those of rooms). They can also push out what is remembered of others, who thereby get a
 * full bucket when they next connect, as an address gets that has not been seen for a while. They cannot make this table
 * grow, nor have anybody refused who keeps to the limits.
 */
public final class AddressTable {

    static final int WAYS = 4;
    static final int REMEMBERED = 1 << 14;

    private final ConcurrentHashMap<AddressKey, AddressUse> connected = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable AddressUse> remembered = new AtomicReferenceArray<>(REMEMBERED);
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AddressLimits limits;
    private final int maxConnections;
    private final LongSupplier nanoTime;

    /**
     * @param limits what each address may do
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public AddressTable(AddressLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.maxConnections = limits.connections().orElse(Integer.MAX_VALUE);
        this.nanoTime = nanoTime;
    }

    /**
     * One more connection from an address, if it may have one.
     *
     * @return to be given to {@link #release} when the connection ends; null if it may not
     */
    public @Nullable AddressUse admit(AddressKey key) {
        long now = nanoTime.getAsLong();
        AtomicReference<@Nullable AddressUse> admitted = new AtomicReference<>();
        connected.compute(key, (same, present) -> {
            AddressUse use = present == null ? recall(key, now) : present;
            if (use.open() < maxConnections && use.connections().take(now) == 0) {
                use.changeOpen(1);
                admitted.set(use);
            } else if (use.open() == 0) {
                remember(use, now);
                return null;
            }
            return use;
        });
        return admitted.get();
    }

    /** A connection that was admitted has ended. */
    public void release(AddressUse ended) {
        connected.computeIfPresent(ended.key(), (key, use) -> {
            use.changeOpen(-1);
            if (use.open() > 0) {
                return use;
            }
            remember(use, nanoTime.getAsLong());
            return null;
        });
    }

    /** How many addresses have a connection. */
    int connected() {
        return connected.size();
    }

    /** How many addresses without a connection are remembered. */
    int remembered() {
        int count = 0;
        for (int i = 0; i < REMEMBERED; i++) {
            count += remembered.get(i) == null ? 0 : 1;
        }
        return count;
    }

    /** What is remembered of an address, which is then forgotten; else a new one. Alone with its key. */
    private AddressUse recall(AddressKey key, long now) {
        int set = setOf(key);
        for (int i = set; i < set + WAYS; i++) {
            AddressUse use = remembered.get(i);
            if (use != null && use.key().equals(key) && remembered.compareAndSet(i, use, null)) {
                return use;
            }
        }
        return new AddressUse(key, limits, now);
    }

    /** Alone with its key, but not with its set: who loses against another in between is forgotten. */
    private void remember(AddressUse use, long now) {
        if (use.nanosUntilForgotten(now) == 0) {
            return;
        }
        int set = setOf(use.key());
        int place = set;
        AddressUse victim = remembered.get(set);
        for (int i = set + 1; i < set + WAYS && victim != null; i++) {
            AddressUse other = remembered.get(i);
            if (other == null || other.nanosUntilForgotten(now) < victim.nanosUntilForgotten(now)) {
                place = i;
                victim = other;
            }
        }
        remembered.compareAndSet(place, victim, use);
    }

    private int setOf(AddressKey key) {
        // The finisher of SplitMix64, which spreads every bit of what goes in.
        long mixed = key.bits() + (key.six() ? seed : ~seed);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (int) ((mixed >>> 33) % (REMEMBERED / WAYS)) * WAYS;
    }
}
