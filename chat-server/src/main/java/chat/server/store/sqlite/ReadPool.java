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

/** Threads that read, each with a connection. Thread-safe. */
final class ReadPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPool.class);

    private static final int CLOSE_TIMEOUT_SECONDS = 10;

    /** Something to be read. */
    @FunctionalInterface
    interface Query<T> {
        T run(ReadConnection connection) throws SQLException;
    }

    /** Something that can fail. */
    @FunctionalInterface
    interface SqlAction {
        void run() throws SQLException;
    }

    private final Database database;
    private final StoreHealth health;
    private final ThreadPoolExecutor threads;
    private final ArrayDeque<ReadConnection> idle = new ArrayDeque<>();
    /** Held for reading by each query, for writing while no connection may be open. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock(true);

    /**
     * Makes the threads.
     *
     * @param name of each of them, before its number
     * @param size how many there are
     * @param capacity how many queries may wait; one more is refused with {@link ErrorCode#BUSY}
     */
    ReadPool(Database database, StoreHealth health, String name, int size, int capacity) {
        this.database = database;
        this.health = health;
        AtomicInteger number = new AtomicInteger();
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(capacity);
        this.threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, queue, work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            // One that hangs in the disk must not keep the process alive.
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Has something read.
     *
     * @return completed on a thread of this pool; exceptionally with a {@link RejectedException} if it cannot be read
     */
    <T> CompletionStage<T> submit(Query<T> query) {
        Read<T> read = new Read<>(query);
        try {
            threads.execute(read);
        } catch (RejectedExecutionException e) {
            read.refuse(threads.isShutdown() ? "the server is stopping" : "too many reads wait");
        }
        return read.answer;
    }

    /** A query on its way. */
    private final class Read<T> implements Runnable {

        private final Query<T> query;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Read(Query<T> query) {
            this.query = query;
        }

        @Override
        public void run() {
            open.readLock().lock();
            try {
                T result = ask(query);
                health.readWorked();
                answer.complete(result);
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

        void refuse(String why) {
            answer.completeExceptionally(new RejectedException(ErrorCode.BUSY, why));
        }
    }

    /**
     * Closes all connections, waiting for those that are in use, and does something before others are opened.
     *
     * @throws SQLException also if a connection stays in use
     */
    void whileClosed(SqlAction action) throws SQLException {
        if (!takeAll()) {
            throw new SQLException("reads are under way for more than " + CLOSE_TIMEOUT_SECONDS + " s");
        }
        try {
            closeIdle();
            action.run();
        } finally {
            open.writeLock().unlock();
        }
    }

    private boolean takeAll() {
        try {
            return open.writeLock().tryLock(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T ask(Query<T> query) throws SQLException {
        ReadConnection connection = takeIdle();
        if (connection == null) {
            connection = ReadConnection.open(database);
        }
        boolean isUsable = false;
        try {
            T result = query.run(connection);
            isUsable = true;
            return result;
        } catch (RejectedException e) {
            // An answer too.
            isUsable = true;
            throw e;
        } finally {
            if (isUsable && !threads.isTerminating()) {
                giveBack(connection);
            } else {
                close(connection);
            }
        }
    }

    private synchronized @Nullable ReadConnection takeIdle() {
        return idle.poll();
    }

    private synchronized void giveBack(ReadConnection connection) {
        idle.push(connection);
    }

    private void closeIdle() {
        for (ReadConnection connection = takeIdle(); connection != null; connection = takeIdle()) {
            close(connection);
        }
    }

    private static void close(ReadConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection that reads could not be closed", e);
        }
    }

    /** Answers what is queued and closes the connections. Blocks, but not for ever if a read hangs. */
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
        for (Runnable waiting : threads.shutdownNow()) {
            ((Read<?>) waiting).refuse("the server is stopping");
        }
        closeIdle();
    }
}
