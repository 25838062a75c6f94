// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** What the members of an event loop were given. Confined to that loop; {@link #made} may be asked by anybody. */
final class Tally {

    /** What happened while it was measured. */
    record Window(long deliveries, long reads, Histogram sendLagNanos) {

        static Window sum(List<Window> windows) {
            Histogram sendLag = newHistogram();
            long deliveries = 0;
            long reads = 0;
            for (Window window : windows) {
                sendLag.add(window.sendLagNanos());
                deliveries += window.deliveries();
                reads += window.reads();
            }
            return new Window(deliveries, reads, sendLag);
        }
    }

    /**
     * How long it took until each copy of what was due in the measured time had come.
     *
     * @param expected how many copies that is, those that have not come among them
     * @param nanos of those that have
     */
    record Latency(long expected, Histogram nanos) {

        static Latency sum(List<Latency> parts) {
            Histogram nanos = newHistogram();
            long expected = 0;
            for (Latency part : parts) {
                nanos.add(part.nanos());
                expected += part.expected();
            }
            return new Latency(expected, nanos);
        }

        /**
         * With those that have not come.
         *
         * @param lost how many copies of all that was ever sent have not come, an upper bound
         * @param waitedNanos how long they have been waited for at least
         */
        Histogram withLost(long lost, long waitedNanos) {
            Histogram all = nanos.copy();
            long more = Math.min(lost, expected - nanos.getTotalCount());
            if (more > 0) {
                all.recordValueWithCount(within(waitedNanos), more);
            }
            return all;
        }
    }

    private static final long LEAST_NANOS = 1_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final Faults faults = new Faults();
    private final Histogram latencyNanos = newHistogram();
    private final Histogram sendLagNanos = newHistogram();
    private final AtomicLong made = new AtomicLong();
    private final DueWindow due;
    private final List<Speaker> speakers;
    /** Of each speaker, what it has not been told yet; and which ones those are. */
    private final int[] untold;

    private final int[] touched;
    private int touchedCount;
    private long deliveries;
    private long reads;
    private long deliveriesBefore;
    private long readsBefore;
    private long expected;

    /**
     * @param due which messages count for the latency
     * @param speakers who is told what has been delivered, by their numbers
     * @param allSpeakers how many they will be
     */
    Tally(DueWindow due, List<Speaker> speakers, int allSpeakers) {
        this.due = due;
        this.speakers = speakers;
        this.untold = new int[allSpeakers];
        this.touched = new int[allSpeakers];
    }

    Faults faults() {
        return faults;
    }

    /** How many deliveries there have been, as of a moment ago. */
    long made() {
        return made.get();
    }

    void delivered(int sender, long dueNanos, long readNanos) {
        deliveries++;
        if (due.contains(dueNanos)) {
            latencyNanos.recordValue(within(readNanos - dueNanos));
        }
        if (sender < untold.length && untold[sender]++ == 0) {
            touched[touchedCount++] = sender;
        }
    }

    /** Copies will have to come. */
    void expect(long copies, long dueNanos) {
        if (due.contains(dueNanos)) {
            expected += copies;
        }
    }

    void sent(long lagNanos) {
        sendLagNanos.recordValue(within(lagNanos));
    }

    /** Tells the speakers what has been delivered, once for all that came at once. */
    void readComplete() {
        reads++;
        made.lazySet(deliveries);
        for (int i = 0; i < touchedCount; i++) {
            int sender = touched[i];
            int more = untold[sender];
            untold[sender] = 0;
            speakers.get(sender).delivered(more);
        }
        touchedCount = 0;
    }

    void beginWindow() {
        deliveriesBefore = deliveries;
        readsBefore = reads;
        sendLagNanos.reset();
    }

    Window endWindow() {
        return new Window(deliveries - deliveriesBefore, reads - readsBefore, sendLagNanos.copy());
    }

    Latency latency() {
        return new Latency(expected, latencyNanos.copy());
    }

    static Histogram newHistogram() {
        return new Histogram(LEAST_NANOS, LONGEST_NANOS, DIGITS);
    }

    private static long within(long nanos) {
        return Math.max(0, Math.min(nanos, LONGEST_NANOS));
    }
}
