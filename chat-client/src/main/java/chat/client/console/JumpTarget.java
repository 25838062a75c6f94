// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.HistoryRange;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Where in a room a person wants to go: the number of an entry, or a time. Thread-safe, as it keeps nothing. */
final class JumpTarget {

    private JumpTarget() {}

    /**
     * Understands {@code #48213} or {@code 48213}, {@code 2026-11-23}, {@code 2026-11-23 14:30}, and {@code 14:30} for today.
     *
     * @param clock says which day it is, and where
     * @return from there on, or null if it is none of these
     */
    static @Nullable HistoryRange of(String argument, Clock clock) {
        String number = argument.startsWith("#") ? argument.substring(1) : argument;
        if (!number.isEmpty() && number.length() <= 15 && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new HistoryRange.After(Math.max(0, Long.parseLong(number) - 1));
        }
        try {
            LocalDateTime time = argument.contains("-") ? dated(argument) : today(argument, clock);
            return new HistoryRange.At(
                    Math.max(0, time.atZone(clock.getZone()).toInstant().toEpochMilli()));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static LocalDateTime dated(String argument) {
        String[] parts = argument.split("[ T]+", 2);
        LocalDate date = LocalDate.parse(parts[0]);
        return parts.length == 1 ? date.atStartOfDay() : date.atTime(LocalTime.parse(parts[1]));
    }

    private static LocalDateTime today(String argument, Clock clock) {
        return LocalDate.now(clock).atTime(LocalTime.parse(argument));
    }
}
