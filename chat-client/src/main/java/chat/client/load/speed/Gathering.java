// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Who of those who connect has arrived. Thread-safe. */
final class Gathering implements Member.Watcher {

    private final Alarm alarm;
    private final Semaphore places;
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger live = new AtomicInteger();
    private final ConcurrentHistogram liveNanos = new ConcurrentHistogram(Tally.newHistogram());
    private final long beginNanoTime = System.nanoTime();
    private final AtomicLong lastNanoTime = new AtomicLong(beginNanoTime);

    /** @param concurrency how many may be under way at once */
    Gathering(Alarm alarm, int concurrency) {
        this.alarm = alarm;
        this.places = new Semaphore(concurrency);
        liveNanos.reset();
    }

    /** Whether one more may set out, which then counts as under way. */
    boolean admits() {
        return places.tryAcquire();
    }

    int joined() {
        return joined.get();
    }

    int live() {
        return live.get();
    }

    /** From the beginning until the last one so far had everything. */
    long nanos() {
        return lastNanoTime.get() - beginNanoTime;
    }

    /** From the beginning until each had everything. */
    Histogram liveNanos() {
        return liveNanos.copy();
    }

    @Override
    public void joined(Member member) {
        joined.incrementAndGet();
        places.release();
    }

    @Override
    public void live(Member member) {
        long now = System.nanoTime();
        lastNanoTime.accumulateAndGet(now, Math::max);
        liveNanos.recordValue(Math.min(now - beginNanoTime, liveNanos.getHighestTrackableValue()));
        live.incrementAndGet();
    }

    @Override
    public void failed(Member member, Verdict verdict, String reason) {
        alarm.raise(verdict, reason);
    }
}
