// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

/**
 * How far a run has got, as of a moment ago.
 *
 * @param sent messages
 * @param deliveries of them to those who read all the time
 * @param undelivered deliveries that are still to come
 * @param unsent messages that were due when the sending ended, and never left
 */
record Counts(long sent, long deliveries, long undelivered, long unsent) {

    Counts plus(Counts other) {
        return new Counts(
                sent + other.sent,
                deliveries + other.deliveries,
                undelivered + other.undelivered,
                unsent + other.unsent);
    }
}
