// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what it is told, and can be made to throw. */
public final class RecordingObserver implements CommitWriter.Observer {

    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger bugs = new AtomicInteger();
    private volatile boolean throwing;

    @Override
    public void committed(int stored, long oldestWaitedNanos) {
        messages.addAndGet(stored);
        if (throwing) {
            throw new IllegalStateException("an observer's fault");
        }
    }

    @Override
    public void bug() {
        bugs.incrementAndGet();
    }

    public void throwing() {
        throwing = true;
    }

    public int bugs() {
        return bugs.get();
    }

    public int messages() {
        return messages.get();
    }
}
