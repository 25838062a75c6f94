// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that connections are refused, in one line a second however many they are. Thread-safe. */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    void refused(EventLoop loop, int maxConnections) {
        refused.incrementAndGet();
        schedule(loop, maxConnections, "");
    }

    void acceptFailed(EventLoop loop, Throwable cause) {
        failed.incrementAndGet();
        schedule(loop, 0, String.valueOf(cause.getMessage()));
    }

    private void schedule(EventLoop loop, int maxConnections, String cause) {
        if (scheduled.compareAndSet(false, true)) {
            var unused = loop.schedule(() -> say(maxConnections, cause), 1, TimeUnit.SECONDS);
        }
    }

    private void say(int maxConnections, String cause) {
        scheduled.set(false);
        long refusals = refused.getAndSet(0);
        long failures = failed.getAndSet(0);
        if (refusals > 0) {
            LOG.warn("{} connections refused within a second (limits.max-connections: {})", refusals, maxConnections);
        }
        if (failures > 0) {
            LOG.warn("accepting connections failed {} times within a second: {}", failures, cause);
        }
    }
}
