// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.protocol.message.HistoryRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A place in a room's log as a person names it: an entry's number, a time, or how long ago. */
final class SinceConverter implements ITypeConverter<HistoryRange> {

    static final String EXPECTED =
            "an entry such as '#42', a time such as 2026-11-01, 2026-11-01T08:00 (of this machine) or"
                    + " 2026-11-01T08:00:00Z, or how long ago: 90s, 30m, 12h, 7d";

    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,15})");
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Override
    public HistoryRange convert(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return new HistoryRange.After(Math.max(0, Long.parseLong(number.group(1)) - 1));
        }
        try {
            long millis = time(text, Instant.now(), ZoneId.systemDefault()).toEpochMilli();
            if (millis >= 0) {
                return new HistoryRange.At(millis);
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // Told below.
        }
        throw new TypeConversionException("'" + text + "' (expected: " + EXPECTED + ")");
    }

    static Instant time(String text, Instant now, ZoneId zone) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        }
    }
}
