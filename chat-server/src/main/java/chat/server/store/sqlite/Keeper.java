// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RejectedException;
import chat.server.log.CommitListener;
import chat.server.log.LogHead;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread beside the writer that keeps the database in order: checkpoints, recovery, retention. What needs to write it
 * hands to the writer, in pieces that hold up nobody.
 */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final Duration PRODUCERS_LIVE = Duration.ofDays(7);
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final Duration PURGE = Duration.ofHours(1);
    /** The most entries that one transaction removes. */
    private static final int TRIM_ENTRIES = 2000;
    /** About how many pages of the write-ahead log such a transaction takes: entries of 200 bytes. */
    private static final int TRIM_PAGES = 100;

    /** The most rows of producers that one transaction looks at. */
    private static final int PURGE_ROWS = 1000;

    private static final int CLOSE_TIMEOUT_SECONDS = 30;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "chat-keeper"));
    private final CommitWriter writer;
    private final WriterDesk desk;
    private final Checkpoints checkpoints;
    private final Rooms rooms;
    private final ReadPool reads;
    private final Retention retention;
    private final Clock clock;
    private final Recovery recovery;
    private final Eraser eraser;

    /** Tries to make a failed store work again; on the writer thread. */
    @FunctionalInterface
    interface Recovery {
        void recover();
    }

    Keeper(
            CommitWriter writer,
            WriterDesk desk,
            Checkpoints checkpoints,
            Rooms rooms,
            ReadPool reads,
            Retention retention,
            Clock clock,
            CommitListener listener,
            Recovery recovery) {
        this.writer = writer;
        this.desk = desk;
        this.checkpoints = checkpoints;
        this.rooms = rooms;
        this.reads = reads;
        this.retention = retention;
        this.clock = clock;
        this.recovery = recovery;
        this.eraser = new Eraser(rooms, reads, clock, this::writeAndNote, this::goesOn, listener::rewritten);
    }

    /** Begins. */
    void start() {
        checkpoints.onDue(this::scheduleCheckpoint);
        every(desk.health().retry(), desk.health().retry(), this::recover);
        // At the start too: what has become too old while no server ran goes at once.
        every(Duration.ZERO, RETENTION, this::trim);
        every(RETENTION, RETENTION, this::erase);
        every(PURGE, PURGE, this::purge);
        every(RETENTION, PURGE, this::trimAudit);
    }

    private void every(Duration first, Duration pause, Runnable work) {
        thread.scheduleWithFixedDelay(() -> guarded(work), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RejectedException) {
                LOG.debug("the database is not kept in order now", e);
            } else {
                LOG.error("the keeper of the database failed", e);
            }
        } catch (RuntimeException | Error e) {
            // An error too: what is thrown out of a periodic task ends it for good.
            LOG.error("the keeper of the database failed", e);
        }
    }

    private void recover() {
        if (desk.health().problem() != null) {
            call(recovery::recover);
        }
    }

    private void scheduleCheckpoint() {
        try {
            thread.execute(() -> guarded(this::checkpointIfDue));
        } catch (RejectedExecutionException e) {
            LOG.debug("no checkpoint any more: the store is being closed", e);
        }
    }

    private void checkpointIfDue() {
        if (checkpoints.isDue()) {
            checkpoint();
        }
    }

    private void checkpoint() {
        try {
            checkpoints.copy();
            onWriter(connection -> {
                if (!connection.restartLog()) {
                    LOG.debug("a reader kept the write-ahead log from being begun anew");
                }
            });
        } catch (SQLException e) {
            // A commit that finds the disk as full says so to everybody; this one has lost nothing.
            LOG.warn("the write-ahead log could not be copied into the database: {}", String.valueOf(e.getMessage()));
            if (Trouble.of(e).isOutcomeUnknown() || Trouble.of(e) == Trouble.DAMAGED) {
                call(() -> desk.failed(e));
            }
        } finally {
            checkpoints.done();
        }
    }

    /** Removes what the rooms need not keep. */
    void trim() {
        for (SqliteRoom room : rooms.all()) {
            long target = retention.of(room.name()).firstKept(room.head(), clock.millis(), this::firstSince);
            while (room.head().firstSeq() < target && goesOn()) {
                long next = Math.min(target, room.head().firstSeq() + TRIM_ENTRIES);
                onWriter(connection -> {
                    // Said first: who reads on from there is told of a gap instead of finding a hole.
                    room.head().trimmed(next);
                    connection.rooms().trim(room, next);
                    connection.commit();
                    // Or the write-ahead log would grow for as long as there is only something to remove.
                    desk.committed(TRIM_PAGES);
                });
                checkpointIfDue();
            }
        }
    }

    private boolean goesOn() {
        return desk.health().problem() == null && !thread.isShutdown();
    }

    private long firstSince(LogHead head, long atMillis) {
        SqliteRoom room = rooms.opened(head.room());
        return reads.submit(connection -> connection.lastBefore(room.id(), head, atMillis) + 1)
                .toCompletableFuture()
                .join();
    }

    /** Makes the messages of deleted accounts what they are to become. */
    void erase() {
        eraser.run();
    }

    private void writeAndNote(Work work) {
        onWriter(connection -> {
            work.on(connection);
            desk.committed(TRIM_PAGES);
        });
        checkpointIfDue();
    }

    /** Forgets the producers that have not been used for long. */
    void purge() {
        long before = clock.millis() - PRODUCERS_LIVE.toMillis();
        AtomicLong done = new AtomicLong();
        AtomicBoolean isMore = new AtomicBoolean(true);
        while (isMore.get() && goesOn()) {
            onWriter(connection -> {
                long last = connection.producers().pieceEnd(done.get(), PURGE_ROWS);
                isMore.set(last > 0);
                if (last > 0) {
                    purge(connection, done.getAndSet(last) + 1, last, before);
                } else {
                    // Ends what the reading has begun: with it open the write-ahead log cannot be begun anew.
                    connection.commit();
                }
            });
            checkpointIfDue();
        }
    }

    /** Removes what need not be kept of the audit log. */
    void trimAudit() {
        Retention.Rule rule = retention.audit();
        long before = rule.maxAge().map(age -> clock.millis() - age.toMillis()).orElse(Long.MIN_VALUE);
        long keep = rule.maxEntries().orElse(Long.MAX_VALUE);
        AtomicBoolean isMore = new AtomicBoolean(true);
        while (isMore.get() && goesOn()) {
            // Set anew by every piece, so that one that could not be done ends it.
            isMore.set(false);
            onWriter(connection -> {
                int removed = connection.audit().trim(before, keep, TRIM_ENTRIES);
                connection.commit();
                if (removed > 0) {
                    desk.committed(TRIM_PAGES);
                    isMore.set(true);
                }
            });
            checkpointIfDue();
        }
    }

    private void purge(WriteConnection connection, long firstRow, long lastRow, long before) throws SQLException {
        int rows = connection.producers().purge(firstRow, lastRow, before);
        connection.commit();
        if (rows > 0) {
            // Each of them also stands in the index by name, anywhere.
            desk.committed(2L * rows);
            LOG.debug("{} producers were forgotten", rows);
        }
    }

    /** Work on the database. */
    @FunctionalInterface
    interface Work {
        void on(WriteConnection connection) throws SQLException;
    }

    /** Has the writer do something, unless the store has failed: nobody but the recovery touches it then. */
    private void onWriter(Work work) {
        call(() -> {
            if (desk.health().problem() == null) {
                try {
                    work.on(desk.connection());
                } catch (SQLException e) {
                    desk.failed(e);
                } catch (RuntimeException | Error e) {
                    // Nobody knows how far it came, and the next group must not commit the rest with its own.
                    desk.failed(new SQLException(e));
                    throw e;
                }
            }
        });
    }

    private void call(Runnable work) {
        writer.call(Executors.callable(work)).toCompletableFuture().join();
    }

    /** Ends what it is doing. Blocks. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the keeper of the database is still at work");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
