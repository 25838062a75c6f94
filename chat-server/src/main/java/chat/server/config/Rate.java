// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many events in so much time, and how many may come at once: {@code 20/1s burst 100}. Immutable and thread-safe.
 *
 * @param count how many events {@code per} allows in the long run, 1 to 1,000,000
 * @param per the time over which they are counted, 1 ms to 1 h
 * @param burst how many may come at once after a pause, 1 to 1,000,000
 */
public record Rate(int count, Duration per, int burst) {

    private static final Pattern FORMAT =
            Pattern.compile("(\\d{1,7}) ?/ ?(\\d{0,12} ?[a-zA-Z]+)(?: burst (\\d{1,7}))?");
    private static final int MOST = 1_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Checks the ranges. */
    public Rate {
        requireRange("count", count);
        requireRange("burst", burst);
        if (per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("per: " + per + " (expected: 1ms to 1h)");
        }
    }

    /**
     * Reads {@code 20/1s burst 100}; {@code 20/s} means {@code 20/1s}, and without a burst it is the count.
     *
     * @throws IllegalArgumentException if the text is not a rate or outside the ranges
     */
    public static Rate parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("rate: " + text + " (expected: a rate such as 20/1s burst 100)");
        }
        String per = matcher.group(2);
        int count = Integer.parseInt(matcher.group(1));
        String burst = matcher.group(3);
        return new Rate(
                count,
                DurationText.parse(Character.isDigit(per.charAt(0)) ? per : "1" + per),
                burst == null ? count : Integer.parseInt(burst));
    }

    /** The form that {@link #parse} reads back. */
    @Override
    public String toString() {
        return count + "/" + DurationText.print(per) + " burst " + burst;
    }

    private static void requireRange(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + MOST + ")");
        }
    }
}
