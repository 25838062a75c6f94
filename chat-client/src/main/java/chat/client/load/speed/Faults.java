// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

/**
 * What should not have happened, counted. Confined to one event loop until the run is over.
 */
final class Faults {

    /** Places of a room that were passed over without a word. */
    long missing;
    /** Deliveries that had come before, or messages that were stored twice. */
    long duplicates;
    /** Deliveries that came after a later one. */
    long reordered;
    /** Deliveries for a room that the client is not in. */
    long misrouted;
    /** Deliveries whose text nobody sent, and frames that are no events. */
    long altered;
    /** Places that the server said it would leave out. */
    long skipped;

    void add(Faults other) {
        missing += other.missing;
        duplicates += other.duplicates;
        reordered += other.reordered;
        misrouted += other.misrouted;
        altered += other.altered;
        skipped += other.skipped;
    }

    /** Whether something is wrong with those who read all the time, who have no reason to be told of a gap either. */
    boolean isEmpty() {
        return areNoneButSkipped() && skipped == 0;
    }

    /** Whether everything was delivered that was not said to be left out. */
    boolean areNoneButSkipped() {
        return missing == 0 && duplicates == 0 && reordered == 0 && misrouted == 0 && altered == 0;
    }

    /**
     * What it comes to.
     *
     * @param undelivered how many deliveries had not come at the end
     */
    Verdict verdict(long undelivered) {
        if (!isEmpty()) {
            return Verdict.UNSOUND;
        }
        return undelivered > 0 ? Verdict.LATE : Verdict.SOUND;
    }
}
