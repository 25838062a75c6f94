// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.BackOff;
import chat.protocol.message.CloseReason;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to connect again. A state machine without I/O: it is told what happened and says what to do. Confined to
 * one event loop.
 */
final class Reconnector {

    /** What to do after a connection has ended or was not made. */
    sealed interface Next {
        /** Connect again when this time is over. */
        record After(Duration delay) implements Next {}

        /** Do not connect again. */
        record Never() implements Next {}
    }

    /**
     * A connection must stand this long before its end counts as the first one: a server that welcomes and then drops
     * everybody would otherwise be met by clients that always come back at once.
     */
    static final Duration STABLE = Duration.ofSeconds(10);

    private final BackOff backOff;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    private int attempts;
    private boolean established;
    private long establishedAt;

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param random where the jitter comes from
     */
    Reconnector(BackOff backOff, LongSupplier nanoTime, RandomGenerator random) {
        this.backOff = backOff;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** The server has welcomed the client. */
    void established() {
        established = true;
        establishedAt = nanoTime.getAsLong();
    }

    /** A connection could not be made, broke, or was refused for the moment. */
    Next lost() {
        return new Next.After(jitter());
    }

    /**
     * The server asked to wait before the next attempt.
     *
     * @param retryAfterMillis how long, or null where it did not say
     */
    Next askedToWait(@Nullable Long retryAfterMillis) {
        // The jitter comes on top: whoever is told the same time must not come back at the same moment.
        Duration hint = retryAfterMillis == null ? Duration.ZERO : Refusals.hint(retryAfterMillis);
        return new Next.After(hint.plus(jitter()));
    }

    /**
     * The server said goodbye.
     *
     * @param code the number of a {@link CloseReason}
     * @param reconnectAfterMillis how long to wait, or null where it did not say
     */
    Next goodbye(int code, @Nullable Long reconnectAfterMillis) {
        return CloseReason.comeBack(code) ? askedToWait(reconnectAfterMillis) : new Next.Never();
    }

    private Duration jitter() {
        if (established && nanoTime.getAsLong() - establishedAt >= STABLE.toNanos()) {
            attempts = 0;
        }
        established = false;
        long longest = backOff.max().toNanos();
        long cap = backOff.first().toNanos();
        for (int i = 0; i < attempts && cap < longest; i++) {
            cap = Math.min(longest, 2 * cap);
        }
        attempts++;
        return Duration.ofNanos(random.nextLong(cap + 1));
    }
}
