// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that read, each with a connection. Thread-safe. */
final class ReadPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPool.class);

    private static final int THREADS = 2;
    private static final int QUEUE_CAPACITY = 65_536;
    private static final int CLOSE_TIMEOUT_SECONDS = 10;

    /** Something to be read. */
    @FunctionalInterface
    interface Query<T> {
        T run(ReadConnection connection) throws SQLException;
    }

    private final Database database;
    private final StoreHealth health;
    private final ThreadPoolExecutor threads;
    private final ArrayDeque<ReadConnection> idle = new ArrayDeque<>();
    /** Held for reading by each query, for writing while no connection may be open. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock(true);

    ReadPool(Database database, StoreHealth health) {
        this.database = database;
        this.health = health;
        AtomicInteger number = new AtomicInteger();
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(QUEUE_CAPACITY);
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                queue,
                work -> new Thread(work, "chat-reader-" + number.incrementAndGet()));
    }

    /**
     * Has something read.
     *
     * @return completed on a thread of this pool; exceptionally with a {@link RejectedException} if it cannot be read
     */
    <T> CompletionStage<T> submit(Query<T> query) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> run(query, answer));
        } catch (RejectedExecutionException e) {
            String why = threads.isShutdown() ? "the server is stopping" : "too many reads wait";
            answer.completeExceptionally(new RejectedException(ErrorCode.BUSY, why));
        }
        return answer;
    }

    /** Closes all connections, waiting for those that are in use, and does something before others are opened. */
    void whileClosed(SqlAction action) throws SQLException {
        open.writeLock().lock();
        try {
            closeIdle();
            action.run();
        } finally {
            open.writeLock().unlock();
        }
    }

    /** Something that can fail. */
    @FunctionalInterface
    interface SqlAction {
        void run() throws SQLException;
    }

    private <T> void run(Query<T> query, CompletableFuture<T> answer) {
        open.readLock().lock();
        try {
            answer.complete(run(query));
        } catch (SQLException e) {
            health.readFailed(e);
            answer.completeExceptionally(new RejectedException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "this cannot be read now: " + Trouble.of(e).meaning()));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        } finally {
            open.readLock().unlock();
        }
    }

    private <T> T run(Query<T> query) throws SQLException {
        ReadConnection connection = takeIdle();
        if (connection == null) {
            connection = new ReadConnection(database.openReader());
        }
        try {
            T result = query.run(connection);
            giveBack(connection);
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private synchronized @Nullable ReadConnection takeIdle() {
        return idle.poll();
    }

    private synchronized void giveBack(ReadConnection connection) {
        idle.push(connection);
    }

    private synchronized void closeIdle() {
        for (ReadConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("a connection to the database could not be closed", e);
            }
        }
    }

    /** Answers what is queued and closes the connections. Blocks. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} reads were not done in {} s", threads.getQueue().size(), CLOSE_TIMEOUT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeIdle();
    }
}
