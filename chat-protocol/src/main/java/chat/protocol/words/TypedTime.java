// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a person wants something to last, and what they wrote behind it. A number that is no time is refused, as what was
 * meant for a week would be for ever otherwise.
 *
 * @param seconds how long, 1 or more, or null without end
 * @param rest what comes behind the time, without space around it; empty for nothing
 */
record TypedTime(@Nullable Long seconds, String rest) {

    /** A time such as {@code 7d}, {@code 7 days} or {@code for 7 days}, and the rest. */
    private static final Pattern TIME =
            Pattern.compile("(?:for\\s+)?([1-9][0-9]{0,8})\\s*(\\p{Alpha}+)(?:\\s+(.*))?", Pattern.DOTALL);

    /** The same with a word for the number, or half of one. */
    private static final Pattern IN_WORDS = Pattern.compile(
            "((?:for\\s+)?(?:half\\s+)?(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|some|a\\s+few|few))\\s+"
                    + "(sec|second|min|minute|hour|day|week|month|year)s?(?:\\s.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("(?:for\\s+)?([-(]?[0-9]\\S*).*", Pattern.DOTALL);

    /**
     * Finds the time that a text begins with, if it begins with one.
     *
     * @param text without space around it
     * @throws RejectedException if it begins with a digit, or a number in words, and not with a time, or the time is longer than ten
     *     years
     */
    static TypedTime of(String text) {
        Matcher time = TIME.matcher(text);
        long unit = time.matches() ? secondsOf(time.group(2)) : 0;
        if (unit > 0) {
            long seconds = Long.parseLong(time.group(1)) * unit;
            if (seconds > Command.Moderate.MAX_SECONDS) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD,
                        time.group(1) + " " + time.group(2) + " is too long (expected: at most ten years)");
            }
            return new TypedTime(seconds, time.group(3) == null ? "" : time.group(3));
        }
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "'" + number.group(1)
                            + "' is no time (expected: 30s, 10m, 2h or 7d; a reason does not begin with a digit)");
        }
        Matcher inWords = IN_WORDS.matcher(text);
        if (inWords.matches()) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "'" + inWords.group(1) + " " + inWords.group(2)
                            + "' would be the reason, and last for ever (expected: 30s, 10m, 2h or 7d)");
        }
        return new TypedTime(null, text);
    }

    /** Whether a text begins with a time. */
    static boolean isTime(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches() && secondsOf(time.group(2)) > 0;
    }

    /** The seconds of a unit, or 0 for a word that is none. */
    private static long secondsOf(String unit) {
        return switch (unit) {
            case "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hour", "hours" -> 3_600;
            case "d", "day", "days" -> 86_400;
            case "w", "week", "weeks" -> 7 * 86_400;
            default -> 0;
        };
    }
}
