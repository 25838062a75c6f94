// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the writer: any thread adds, one takes.
 *
 * <p>An idle writer is not woken by the first append but by a task that is given to the home of that append. An event loop
 * runs it after it has decoded all that its sockets had, so that the writer finds all of it at once, for one wake-up:
 * woken at once, it would commit the first message alone while the loop is still reading the others. What other loops append
 * meanwhile waits for the end of that turn too.
 */
final class AppendQueue {

    private final ConcurrentLinkedQueue<Object> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean wakeScheduled = new AtomicBoolean();
    private final int capacity;
    private volatile @Nullable Thread parked;

    /** @param capacity how many items may wait */
    AppendQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an item whose home is an event loop; false if there are too many. */
    boolean offer(Object item, Executor home) {
        if (size.get() >= capacity) {
            return false;
        }
        add(item);
        if (parked != null && wakeScheduled.compareAndSet(false, true)) {
            try {
                home.execute(this::wake);
            } catch (RejectedExecutionException e) {
                // That loop has ended; the writer has not.
                wake();
            }
        }
        return true;
    }

    /** Adds an item however many there are, and wakes the writer at once. */
    void put(Object item) {
        add(item);
        wake();
    }

    /** Takes an item back; false if the writer has it by now. */
    boolean remove(Object item) {
        boolean removed = items.remove(item);
        if (removed) {
            size.decrementAndGet();
        }
        return removed;
    }

    /** Takes what there is, waits for the first item if there is none. For the writer thread. */
    void take(List<Object> into, int max) {
        while (true) {
            drain(into, max);
            if (!into.isEmpty()) {
                return;
            }
            // Announced before the last look: whoever adds after that look sees that it must wake us.
            parked = Thread.currentThread();
            if (items.isEmpty()) {
                LockSupport.park(this);
            }
            parked = null;
        }
    }

    /** How many items wait. */
    int size() {
        return size.get();
    }

    private void add(Object item) {
        items.add(item);
        size.incrementAndGet();
    }

    private void drain(List<Object> into, int max) {
        for (Object item = items.poll(); item != null; item = into.size() < max ? items.poll() : null) {
            into.add(item);
        }
        size.addAndGet(-into.size());
    }

    private void wake() {
        wakeScheduled.set(false);
        Thread writer = parked;
        if (writer != null) {
            LockSupport.unpark(writer);
        }
    }
}
