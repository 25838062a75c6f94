// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;

/**
 * How much of its log a room keeps: {@code 90d}, {@code 5000}, {@code 90d 5000} or {@code off} for everything, for ever.
 * Immutable and thread-safe.
 *
 * @param entries how many entries, at least 1
 * @param age how old an entry may become; where both are given, what either lets go goes
 */
public record Keep(Limit<Integer> entries, Limit<Duration> age) {

    static final int MOST_ENTRIES = 100_000_000;
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofDays(36_500);

    /** Everything, for ever. */
    public static final Keep ALL = new Keep(Limit.off(), Limit.off());

    /**
     * Reads one or two bounds, or {@code off}.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static Keep parse(String text) {
        if (text.equalsIgnoreCase(ValueType.OFF)) {
            return ALL;
        }
        Keep keep = ALL;
        for (String bound : text.split(" +")) {
            keep = bound.chars().allMatch(Character::isDigit) ? keep.withEntries(bound) : keep.withAge(bound);
        }
        return keep;
    }

    private Keep withEntries(String text) {
        int count = Integer.parseInt(text);
        require(entries.isOff() && count >= 1 && count <= MOST_ENTRIES, text);
        return new Keep(Limit.atMost(count), age);
    }

    private Keep withAge(String text) {
        Duration duration = DurationText.parse(text);
        require(age.isOff() && duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0, text);
        return new Keep(entries, Limit.atMost(duration));
    }

    private static void require(boolean acceptable, String text) {
        if (!acceptable) {
            throw new IllegalArgumentException("keep: " + text + " (expected: one count, one duration, or both)");
        }
    }

    /** The form that {@link #parse} reads back. */
    @Override
    public String toString() {
        String text = age.isOff() ? "" : DurationText.print(age.value());
        if (!entries.isOff()) {
            text += (text.isEmpty() ? "" : " ") + entries.value();
        }
        return text.isEmpty() ? ValueType.OFF : text;
    }
}
