// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** When to connect again: soon, at a random time, and at least about once a second, so that a server's return is noticed. */
final class Retry {

    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RandomGenerator random;
    private long longestNanos = FIRST_NANOS;
    private long dueNanos;
    private boolean waiting;

    Retry(RandomGenerator random) {
        this.random = random;
    }

    boolean isDue(long nowNanos) {
        return !waiting || nowNanos - dueNanos >= 0;
    }

    /** A connection was lost or not made. */
    void lost(long nowNanos) {
        waiting = true;
        dueNanos = nowNanos + random.nextLong(longestNanos) + 1;
        longestNanos = Math.min(LONGEST_NANOS, 2 * longestNanos);
    }

    /** A connection is of use. */
    void succeeded() {
        longestNanos = FIRST_NANOS;
    }
}
