// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What is to happen later, as long as the present connection, or the wait for the next one, lasts. Confined to one event loop. */
final class Timers {

    private final EventLoop loop;
    private final List<Future<?>> pending = new ArrayList<>();

    Timers(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs the task when the delay is over, unless everything is cancelled by then. */
    void schedule(Runnable task, Duration delay) {
        pending.removeIf(Future::isDone);
        pending.add(loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Forgets everything that has not happened. */
    void cancelAll() {
        pending.forEach(timer -> timer.cancel(false));
        pending.clear();
    }
}
