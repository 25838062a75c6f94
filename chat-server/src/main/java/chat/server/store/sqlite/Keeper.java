// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread beside the writer that keeps the database in order: checkpoints, recovery, retention. What needs to write it
 * hands to the writer, in pieces that hold up nobody.
 */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final Duration PRODUCERS_LIVE = Duration.ofDays(7);
    private static final int RETENTION_SECONDS = 60;
    private static final int PURGE_SECONDS = 3600;
    /** The most entries that one transaction removes. */
    private static final int TRIM_ENTRIES = 2000;

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
            Recovery recovery) {
        this.writer = writer;
        this.desk = desk;
        this.checkpoints = checkpoints;
        this.rooms = rooms;
        this.reads = reads;
        this.retention = retention;
        this.clock = clock;
        this.recovery = recovery;
    }

    /** Begins. */
    void start() {
        checkpoints.onDue(this::scheduleCheckpoint);
        every(StoreHealth.RETRY_SECONDS, this::recover);
        every(RETENTION_SECONDS, this::trim);
        every(PURGE_SECONDS, this::purge);
    }

    private void every(int seconds, Runnable work) {
        thread.scheduleWithFixedDelay(() -> guarded(work), seconds, seconds, TimeUnit.SECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (CompletionException e) {
            LOG.warn("the database could not be kept in order: {}", String.valueOf(e.getCause()));
        } catch (RuntimeException e) {
            LOG.error("the keeper of the database failed", e);
        }
    }

    private void recover() {
        if (desk.health().problem() != null) {
            onWriter(() -> recovery.recover());
        }
    }

    private void scheduleCheckpoint() {
        try {
            thread.execute(() -> guarded(this::checkpoint));
        } catch (RejectedExecutionException e) {
            LOG.debug("no checkpoint any more: the store is being closed", e);
        }
    }

    private void checkpoint() {
        try {
            checkpoints.copy();
            onWriter(() -> desk.connection().restartLog());
        } catch (SQLException e) {
            // A commit that finds the disk as full or as broken says so to everybody; this one has lost nothing.
            LOG.warn("the write-ahead log could not be copied into the database: {}", String.valueOf(e.getMessage()));
            if (Trouble.of(e).isOutcomeUnknown()) {
                onWriter(() -> desk.health().failed(e));
            }
        } finally {
            checkpoints.done();
        }
    }

    /** Removes what the rooms need not keep. */
    void trim() {
        for (SqliteRoom room : rooms.all()) {
            long target = retention.of(room.name()).firstKept(room.head(), clock.millis(), this::firstSince);
            while (room.head().firstSeq() < target) {
                long next = Math.min(target, room.head().firstSeq() + TRIM_ENTRIES);
                onWriter(() -> {
                    // Said first: who reads on from there is told of a gap instead of finding a hole.
                    room.head().trimmed(next);
                    desk.connection().rooms().trim(room, next);
                    desk.connection().commit();
                });
            }
        }
    }

    private long firstSince(LogHead head, long atMillis) {
        SqliteRoom room = rooms.opened(head.room());
        return reads.submit(connection -> connection.lastBefore(room.id(), head, atMillis) + 1)
                .toCompletableFuture()
                .join();
    }

    private void purge() {
        long before = clock.millis() - PRODUCERS_LIVE.toMillis();
        onWriter(() -> {
            int rows = desk.connection().producers().purge(before);
            desk.connection().commit();
            LOG.debug("{} producers were forgotten", rows);
        });
    }

    /** Work that can fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private void onWriter(Work work) {
        writer.call(() -> {
                    try {
                        work.run();
                    } catch (SQLException e) {
                        desk.failed(e);
                        throw e;
                    }
                    return true;
                })
                .toCompletableFuture()
                .join();
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
