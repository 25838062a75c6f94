// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import java.time.Duration;

/**
 * How long to wait between attempts to connect: before the n-th one a random time up to {@code first · 2ⁿ⁻¹}, never above
 * {@code max}. The whole time is random, so that the clients of a server that comes back do not all come at once.
 *
 * @param first the longest wait before the first attempt, above zero
 * @param max the longest wait of all, at least {@code first}
 */
public record BackOff(Duration first, Duration max) {

    /** From 250 ms to 30 s. */
    public static final BackOff DEFAULT = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(30));

    /** @throws IllegalArgumentException if a duration is out of range */
    public BackOff {
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("first: " + first + " (expected: above zero)");
        }
        if (max.compareTo(first) < 0 || max.toDays() > 1) {
            throw new IllegalArgumentException("max: " + max + " (expected: " + first + " to a day)");
        }
    }
}
