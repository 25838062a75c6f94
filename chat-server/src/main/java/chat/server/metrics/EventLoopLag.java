// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late the timers of an event loop run: whatever else waits on that loop, waits as long. One object for each
 * loop, confined to it.
 */
public final class EventLoopLag {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventExecutor loop;
    private final ServerMetrics metrics;
    private long plannedNanos;

    private EventLoopLag(EventExecutor loop, ServerMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
    }

    /** Watches every loop of a group until the group shuts down. Thread-safe. */
    public static void watch(EventExecutorGroup group, ServerMetrics metrics) {
        for (EventExecutor loop : group) {
            loop.execute(new EventLoopLag(loop, metrics)::plan);
        }
    }

    // Planned anew each time: a fixed rate would make up for a long stall with a burst of measurements.
    private void plan() {
        plannedNanos = System.nanoTime() + PERIOD_NANOS;
        try {
            loop.schedule(this::measure, PERIOD_NANOS, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The loop has shut down: there is nothing more to watch.
            return;
        }
    }

    private void measure() {
        metrics.eventLoopLag(Math.max(0, System.nanoTime() - plannedNanos));
        plan();
    }
}
