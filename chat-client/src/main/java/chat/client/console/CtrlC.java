// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells a Ctrl-C that clears the line from the second one in a row, which leaves. Thread-safe. */
final class CtrlC {

    /** How soon the second one has to come. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final LongSupplier nanos;
    private final Runnable clears;
    private final Runnable leaves;

    private boolean before;
    private long beforeNanos;

    /** @param nanos a clock as {@link System#nanoTime} */
    CtrlC(LongSupplier nanos, Runnable clears, Runnable leaves) {
        this.nanos = nanos;
        this.clears = clears;
        this.leaves = leaves;
    }

    /** It was pressed. */
    void pressed() {
        (isSecond() ? leaves : clears).run();
    }

    /** Something else was typed. */
    synchronized void forget() {
        before = false;
    }

    private synchronized boolean isSecond() {
        long now = nanos.getAsLong();
        boolean second = before && now - beforeNanos <= PATIENCE.toNanos();
        before = true;
        beforeNanos = now;
        return second;
    }
}
