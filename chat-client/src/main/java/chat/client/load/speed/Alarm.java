// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a run before its time: raised on any thread, heard where the run waits. Thread-safe. */
final class Alarm {

    /** A run that cannot go on. */
    static final class Raised extends Exception {
        private static final long serialVersionUID = 1;

        private final Verdict verdict;

        Raised(Verdict verdict, String reason) {
            super(reason);
            this.verdict = verdict;
        }

        Verdict verdict() {
            return verdict;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private static final long POLL_MILLIS = 2;

    private final AtomicReference<@Nullable Raised> raised = new AtomicReference<>();
    private final CountDownLatch latch = new CountDownLatch(1);

    /** Ends the run, unless something else has ended it. */
    void raise(Verdict verdict, String reason) {
        if (raised.compareAndSet(null, new Raised(verdict, reason))) {
            latch.countDown();
        }
    }

    /** Waits for so long. */
    void pause(Duration time) throws Raised, InterruptedException {
        pauseMillis(time.toMillis());
    }

    /**
     * Waits for something to become true.
     *
     * @param patience how long; what is not true by then ends the run
     * @param late what to say then
     */
    void await(BooleanSupplier condition, Duration patience, Supplier<String> late)
            throws Raised, InterruptedException {
        if (!awaits(condition, patience)) {
            throw new Raised(Verdict.LATE, late.get());
        }
    }

    /** Waits for something to become true, and says whether it did in time. */
    boolean awaits(BooleanSupplier condition, Duration patience) throws Raised, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            pauseMillis(POLL_MILLIS);
        }
        return true;
    }

    /** Does something when it is asked to, but only so often; the first time at once. Not thread-safe. */
    static Runnable every(Duration time, Runnable task) {
        long[] due = {System.nanoTime()};
        return () -> {
            if (System.nanoTime() - due[0] >= 0) {
                due[0] = System.nanoTime() + time.toNanos();
                task.run();
            }
        };
    }

    private void pauseMillis(long millis) throws Raised, InterruptedException {
        if (latch.await(millis, TimeUnit.MILLISECONDS)) {
            Raised cause = raised.get();
            if (cause != null) {
                throw cause;
            }
        }
    }
}
