// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.function.LongSupplier;

/**
 * Which messages count for the latency: those that were due in the measured time, whenever they come. Whoever is sent one of
 * them, and whoever is given one, sees the same bounds, as both are set before anything that is due after them. Thread-safe.
 */
final class DueWindow {

    private static final long FIRST_MARGIN_NANOS = 10_000_000;

    private volatile long from = Long.MAX_VALUE;
    private volatile long to = Long.MAX_VALUE;

    boolean contains(long dueNanos) {
        return dueNanos >= from && dueNanos < to;
    }

    /** Opens it from about now on. */
    void open(LongSupplier nanos) {
        long margin = FIRST_MARGIN_NANOS;
        do {
            from = nanos.getAsLong() + margin;
            margin *= 2;
        } while (nanos.getAsLong() >= from);
    }

    /** Closes it about now. */
    void close(LongSupplier nanos) {
        long margin = FIRST_MARGIN_NANOS;
        do {
            to = nanos.getAsLong() + margin;
            margin *= 2;
        } while (nanos.getAsLong() >= to);
    }

    /** When it was closed, or the largest number before. */
    long closedNanos() {
        return to;
    }
}
