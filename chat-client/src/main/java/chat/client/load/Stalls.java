// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a reader that stalls reads and when it does not. */
final class Stalls {

    private static final long LEAST_NANOS = Duration.ofMillis(500).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(3).toNanos();

    private final RandomGenerator random;
    private long nextChangeNanos;
    private boolean reading = true;
    private boolean over;

    Stalls(long nowNanos, RandomGenerator random) {
        this.random = random;
        this.nextChangeNanos = nowNanos + random.nextLong(LEAST_NANOS, MOST_NANOS);
    }

    /** Whether to read now. */
    boolean reads(long nowNanos) {
        if (!over && nowNanos - nextChangeNanos >= 0) {
            reading = !reading;
            nextChangeNanos = nowNanos + random.nextLong(LEAST_NANOS, MOST_NANOS);
        }
        return reading;
    }

    /** There are no more stalls. */
    void end() {
        over = true;
        reading = true;
    }
}
