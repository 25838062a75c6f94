// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that hash: one less than there are processors, so that the event loops keep one, and of the lowest priority
 * where the system heeds that. Who would have to wait behind too many is refused. Thread-safe.
 */
public final class HashingDesk implements AutoCloseable {

    /** How many may wait: at 100 ms each the last of them has its answer after some seconds. */
    public static final int CAPACITY = 128;

    /** About how long a hash takes, for the hint when to come again. */
    private static final long MILLIS_EACH = 100;

    private static final int CLOSE_TIMEOUT_SECONDS = 5;

    private final ThreadPoolExecutor threads;
    private final int size;

    /** @param capacity how many may wait; one more is refused with {@link ErrorCode#BUSY} */
    public HashingDesk(int processors, int capacity) {
        this.size = Math.max(1, processors - 1);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(capacity),
                work -> thread(work, number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it; where it is heeded, messages go before passwords.
    private static Thread thread(Runnable work, int number) {
        Thread thread = new Thread(work, "chat-hash-" + number);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /**
     * Has something computed.
     *
     * @return completed on a thread of the desk; exceptionally with what the work throws, or with {@link ErrorCode#BUSY}
     */
    <T> CompletionStage<T> submit(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(work.call());
                } catch (Exception | Error e) {
                    // An error too, such as one for want of memory: whoever waits must be refused, not kept waiting.
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            long wait = Math.max(1, threads.getQueue().size()) * MILLIS_EACH / size;
            answer.completeExceptionally(new RejectedException(
                    ErrorCode.BUSY, "too many people are signing in (expected: after " + wait + " ms)", wait));
        }
        return answer;
    }

    /** How many wait; any thread. */
    public int queued() {
        return threads.getQueue().size();
    }

    /** Does what has begun and forgets the rest, whose connections have ended by now. Blocks, but not for ever. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            boolean unused = threads.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
