// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import org.HdrHistogram.Histogram;

/**
 * What came of a run in the end.
 *
 * @param faults of those who read all the time
 * @param undelivered how many copies of messages have not come
 * @param latencyNanos from when a message was due until a member had it, of all that was due in the measured time; who has not
 *     got it at the end is in it with the time waited
 */
record Outcome(Faults faults, long undelivered, Histogram latencyNanos) {

    Outcome plus(Outcome other) {
        Faults both = new Faults();
        both.add(faults);
        both.add(other.faults);
        Histogram latency = latencyNanos.copy();
        latency.add(other.latencyNanos);
        return new Outcome(both, undelivered + other.undelivered, latency);
    }

    Verdict verdict() {
        return faults.verdict(undelivered);
    }
}
