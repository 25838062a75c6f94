// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.metrics.Refusal;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that connections are refused, in one line a second for each reason however many they are. Thread-safe. */
public final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final Map<Refusal, Reason> reasons = new EnumMap<>(Refusal.class);
    private final AtomicLong failed = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Nothing has been refused yet. */
    public RefusalLog() {
        reasons.put(Refusal.LIMIT, new Reason("limits.max-connections"));
        reasons.put(
                Refusal.ADDRESS,
                new Reason("limits.connections-per-address, limits.connection-rate-per-address; the first from"));
        reasons.put(Refusal.BANNED, new Reason("chat-server ban; the first from"));
        reasons.put(Refusal.RATE, new Reason("limits.connection-rate; the first from"));
        reasons.put(Refusal.PROXY_HEADER, new Reason("net.proxies, no PROXY header; the first from"));
    }

    /**
     * A connection was refused.
     *
     * @param detail what the line says after the keys; that of the first one within a second is taken
     */
    public void refused(EventLoop loop, Refusal refusal, Object detail) {
        Reason reason = reasons.get(refusal);
        if (reason != null) {
            reason.count.incrementAndGet();
            schedule(reason.scheduled, loop, () -> say(reason, detail));
        }
    }

    /** A connection could not be accepted. */
    void acceptFailed(EventLoop loop, Throwable cause) {
        failed.incrementAndGet();
        schedule(scheduled, loop, () -> sayFailed(String.valueOf(cause.getMessage())));
    }

    private static void schedule(AtomicBoolean scheduled, EventLoop loop, Runnable line) {
        if (scheduled.compareAndSet(false, true)) {
            var unused = loop.schedule(line, 1, TimeUnit.SECONDS);
        }
    }

    private static void say(Reason reason, Object detail) {
        reason.scheduled.set(false);
        LOG.warn("{} connections refused within a second ({}: {})", reason.count.getAndSet(0), reason.keys, detail);
    }

    private void sayFailed(String cause) {
        scheduled.set(false);
        LOG.warn("accepting connections failed {} times within a second: {}", failed.getAndSet(0), cause);
    }

    /** How often, since the last line, and whether a line is to come. */
    private static final class Reason {

        private final String keys;
        private final AtomicLong count = new AtomicLong();
        private final AtomicBoolean scheduled = new AtomicBoolean();

        Reason(String keys) {
            this.keys = keys;
        }
    }
}
