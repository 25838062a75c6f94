// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Says until when something lasts, such as {@code until 2026-11-30 05:45}. Stateless. */
public final class UntilInWords {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    /** Not an hour: of what is to last an hour a moment has passed when it is told. */
    private static final long SOON_MILLIS = 59 * 60_000;

    private UntilInWords() {}

    /**
     * The words, with seconds where it is less than 59 minutes.
     *
     * @param endMillis when it ends, in epoch milliseconds
     * @param fromMillis from when it is told, in epoch milliseconds
     * @param zone in which the end is told; UTC is named, the zone of whoever reads it is not
     */
    public static String of(long endMillis, long fromMillis, ZoneId zone) {
        DateTimeFormatter format = endMillis - fromMillis < SOON_MILLIS ? SECONDS : MINUTES;
        String end = format.format(Instant.ofEpochMilli(endMillis).atZone(zone));
        return "until " + end + (zone.normalized().equals(ZoneOffset.UTC) ? " UTC" : "");
    }
}
