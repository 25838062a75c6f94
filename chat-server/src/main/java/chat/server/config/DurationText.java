// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in settings: {@code 500ms}, {@code 3s}, {@code 10m}, {@code 1h}, {@code 7d}. Stateless. */
public final class DurationText {

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h|d)", Pattern.CASE_INSENSITIVE);

    private DurationText() {}

    /**
     * Reads a duration; the unit is required.
     *
     * @throws IllegalArgumentException if the text is not a duration
     */
    public static Duration parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "duration: " + text + " (expected: a duration such as 500ms, 3s or 10m)");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The shortest form that {@link #parse} reads back; fractions of a millisecond are cut off. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        // 90s reads better than 1m30s would, and needs no second unit.
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
