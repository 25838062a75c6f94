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
    record Window(long deliveries, long reads, Histogram latencyNanos, Histogram sendLagNanos) {

        static Window sum(List<Window> windows) {
            Histogram latency = newHistogram();
            Histogram sendLag = newHistogram();
            long deliveries = 0;
            long reads = 0;
            for (Window window : windows) {
                latency.add(window.latencyNanos());
                sendLag.add(window.sendLagNanos());
                deliveries += window.deliveries();
                reads += window.reads();
            }
            return new Window(deliveries, reads, latency, sendLag);
        }
    }

    private static final long LEAST_NANOS = 1_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final Faults faults = new Faults();
    private final Histogram latencyNanos = newHistogram();
    private final Histogram sendLagNanos = newHistogram();
    private final AtomicLong made = new AtomicLong();
    private final List<Speaker> speakers;
    /** Of each speaker, what it has not been told yet; and which ones those are. */
    private final int[] untold;

    private final int[] touched;
    private int touchedCount;
    private long deliveries;
    private long reads;
    private long deliveriesBefore;
    private long readsBefore;

    /**
     * @param speakers who is told what has been delivered, by their numbers
     * @param allSpeakers how many they will be
     */
    Tally(List<Speaker> speakers, int allSpeakers) {
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

    void delivered(int sender, long nanos) {
        deliveries++;
        latencyNanos.recordValue(within(nanos));
        if (sender < untold.length && untold[sender]++ == 0) {
            touched[touchedCount++] = sender;
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
        latencyNanos.reset();
        sendLagNanos.reset();
    }

    Window endWindow() {
        return new Window(deliveries - deliveriesBefore, reads - readsBefore, latencyNanos.copy(), sendLagNanos.copy());
    }

    static Histogram newHistogram() {
        return new Histogram(LEAST_NANOS, LONGEST_NANOS, DIGITS);
    }

    private static long within(long nanos) {
        return Math.max(0, Math.min(nanos, LONGEST_NANOS));
    }
}
