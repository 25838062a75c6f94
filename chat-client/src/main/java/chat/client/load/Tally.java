// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What happened, in numbers, as far as it is no breach. */
final class Tally {

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    final Histogram acknowledgementMicros = new Histogram(LONGEST_MICROS, DIGITS);
    final Histogram deliveryMicros = new Histogram(LONGEST_MICROS, DIGITS);
    final Map<ErrorCode, Long> refused = new EnumMap<>(ErrorCode.class);
    long sent;
    long acknowledged;
    long deliveries;
    long foreign;
    long sentAgain;
    long putOff;
    long reconnects;
    long replaced;
    long proofsRefused;
    long unreadable;

    /** A message was refused for good. */
    void refused(ErrorCode code) {
        refused.merge(code, 1L, Long::sum);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS)));
    }
}
