// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts onto the screen what is to be seen, on a thread of its own: the only one that writes to the terminal. Sleeps until
 * something changes; while much changes, paints no more often than the eye sees.
 */
public final class Painter implements AutoCloseable {

    /** Between the beginnings of two paintings. */
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Semaphore asked = new Semaphore(0);
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final FullScreen screen;
    private final ItemText text;
    private final Consumer<Throwable> onFault;

    private volatile boolean closed;
    private @Nullable Rooms rooms;
    private @Nullable Backfill backfill;

    /**
     * @param zone for times of day
     * @param onFault is told of a fault of this program, on the paint thread, which then has ended
     */
    public Painter(FullScreen screen, Look look, ZoneId zone, Consumer<Throwable> onFault) {
        this.screen = screen;
        this.text = new ItemText(look, zone);
        this.onFault = onFault;
    }

    /** Begins to paint. */
    public void start(Rooms what, Backfill from) {
        rooms = what;
        backfill = from;
        Thread thread = new Thread(this::run, "chat-paint");
        thread.setDaemon(true);
        thread.start();
    }

    /** Something has changed. Thread-safe; never waits. */
    public void ask() {
        if (asked.availablePermits() == 0) {
            asked.release();
        }
    }

    /** Paints everything anew: the screen has another size, or something else has written on it. Thread-safe. */
    public void redraw() {
        screen.resized();
        ask();
    }

    /** Paints no more. Waits for a painting to end, but not long: the terminal may take nothing any more. */
    @Override
    public void close() {
        closed = true;
        asked.release();
        try {
            var unused = stopped.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // It has ended, or hangs in a write: the thread does not keep the process from ending.
        }
    }

    /** How to look at and move what is on the screen. Under the lock of the rooms. */
    Viewport viewport(RoomView room) {
        return new Viewport(room, text, screen.columns(), Math.max(1, screen.rows() - 3));
    }

    private void run() {
        try {
            while (!closed) {
                asked.acquire();
                asked.drainPermits();
                long begun = System.nanoTime();
                paint();
                TimeUnit.NANOSECONDS.sleep(begun + INTERVAL_NANOS - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            onFault.accept(e);
        } finally {
            stopped.complete(null);
        }
    }

    private void paint() {
        Rooms shown = rooms;
        Backfill source = backfill;
        if (closed || shown == null || source == null) {
            return;
        }
        screen.paint((width, height) -> {
            Frame frame = shown.look(all -> {
                Frame next = Frame.of(all, text, width, height);
                Want wants = next.wants();
                if (wants != null) {
                    wants.room().loading(true);
                }
                return next;
            });
            Want wants = frame.wants();
            if (wants != null) {
                source.read(shown, wants);
            }
            return frame;
        });
    }
}
