// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts stages in order and stops them in reverse, all of them within one deadline. Thread-safe: {@link #start} once, by
 * one thread; {@link #stop} by any, as often as it likes, also while the start still runs.
 */
public final class Stages {

    private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

    /** When a stage that is stopping gets mentioned for the first time. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    /** What a stage still gets when others have used up the deadline: enough to close a file. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final List<Stage> stages;
    private final Duration stopTimeout;
    private final ConcurrentLinkedDeque<Stage> started = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> startEnded = new CompletableFuture<>();
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    /**
     * Stages that have not started.
     *
     * @param stages in the order of their start
     * @param stopTimeout for the stop of all stages together
     */
    public Stages(List<Stage> stages, Duration stopTimeout) {
        this.stages = List.copyOf(stages);
        this.stopTimeout = stopTimeout;
    }

    /**
     * Starts the stages. If one fails, or if a stop comes in between, those that have started are stopped again.
     *
     * @throws StartException if a stage could not start for a reason of the operator's, or a stop came in between
     * @throws Exception what a stage threw otherwise
     */
    public void start() throws Exception {
        try {
            for (Stage stage : stages) {
                if (stopping.get()) {
                    throw new StartException("stopped before everything had started");
                }
                stage.start();
                started.push(stage);
                LOG.debug("{} started", stage.name());
            }
        } catch (Exception | Error e) {
            startEnded.complete(null);
            stop();
            throw e;
        }
        startEnded.complete(null);
    }

    /**
     * Stops what has started, in reverse, and returns when that is done or the deadline has passed. A second call waits
     * for the first. Blocks: do not call it from an event loop, nor from a stage.
     *
     * @return whether everything stopped in time and in good order
     */
    public boolean stop() {
        if (stopping.compareAndSet(false, true)) {
            boolean inGoodOrder = false;
            try {
                inGoodOrder = stopAll(System.nanoTime() + stopTimeout.toNanos());
            } finally {
                stopped.complete(inGoodOrder);
            }
        }
        return stopped.join();
    }

    /** Whether a stop has begun. */
    boolean isStopping() {
        return stopping.get();
    }

    private boolean stopAll(long deadline) {
        boolean inGoodOrder = true;
        if (!isStoppedBy(deadline, startEnded)) {
            LOG.warn("The start is still running: what has not started yet cannot be stopped");
            inGoodOrder = false;
        }
        for (Stage stage = started.poll(); stage != null; stage = started.poll()) {
            inGoodOrder &= stop(stage, deadline);
        }
        return inGoodOrder;
    }

    private boolean stop(Stage stage, long deadline) {
        long begin = System.nanoTime();
        CompletableFuture<Void> end = stopOnItsOwnThread(stage);
        long ownDeadline = Math.max(deadline, begin + GRACE.toNanos());
        try {
            if (!isStoppedBy(Math.min(ownDeadline, begin + SLOW.toNanos()), end)) {
                LOG.info("{} takes long to stop", stage.name());
                if (!isStoppedBy(ownDeadline, end)) {
                    LOG.warn("{} did not stop within {}: it is left behind", stage.name(), stopTimeout);
                    return false;
                }
            }
            end.join();
            LOG.debug("{} stopped", stage.name());
            return true;
        } catch (RuntimeException e) {
            LOG.error("{} did not stop in good order", stage.name(), e);
            return false;
        }
    }

    private static CompletableFuture<Void> stopOnItsOwnThread(Stage stage) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread =
                new Thread(() -> stop(stage, end), "stop-" + stage.name().replace(' ', '-'));
        // One that hangs must not keep the process alive.
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private static void stop(Stage stage, CompletableFuture<Void> end) {
        try {
            stage.stop().whenComplete((result, failure) -> {
                if (failure == null) {
                    end.complete(null);
                } else {
                    end.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    /** Waits for the end of something, however it ends. */
    private static boolean isStoppedBy(long deadline, CompletableFuture<?> end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (ExecutionException e) {
                    return true;
                } catch (TimeoutException e) {
                    return false;
                } catch (InterruptedException e) {
                    // A stop has a deadline of its own; whoever interrupts learns of it afterwards.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
