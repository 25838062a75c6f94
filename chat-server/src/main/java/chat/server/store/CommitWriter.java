// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.server.log.Acknowledgement;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: it takes everything that queued up while the last commit ran, commits it as one, and then
 * has it told. There is no timer: load makes the groups.
 *
 * <p>Group commit as in DeWitt et al., "Implementation Techniques for Main Memory Database Systems" (1984). Thread-safe;
 * {@link Commit} is only called on the writer thread.
 */
public final class CommitWriter implements AutoCloseable {

    /** The most appends of one commit, which bounds how long the first of them waits for the last. */
    static final int MAX_BATCH = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CommitWriter.class);

    /** What makes a group durable. */
    public interface Commit {

        /**
         * Numbers and stores a group, sets every outcome, publishes the heads.
         *
         * @param group possibly empty
         * @return the rooms that got entries
         */
        List<CommitBatch.RoomCommit> commit(List<PendingAppend> group);
    }

    /** What an operator wants to know of commits. */
    public interface Observer {

        /**
         * A commit is done.
         *
         * @param messages how many messages it stored; other entries and duplicates do not count
         * @param oldestWaitedNanos how long the first of them took from its append to the end of the commit
         */
        void committed(int messages, long oldestWaitedNanos);

        /** A listener or a commit threw, which is a fault of the program. */
        void bug();
    }

    private final AppendQueue queue;
    private final Commit commit;
    private final CommitListener listener;
    private final Observer observer;
    private final Thread thread;
    private volatile boolean closing;

    /** Ends the thread when everything before it has been committed. */
    private static final Object END = new Object();

    /** Something else that the writer thread does between two commits. */
    private record Chore<T>(Callable<T> work, CompletableFuture<T> answer) {
        void run() {
            try {
                answer.complete(work.call());
            } catch (Exception | Error e) {
                answer.completeExceptionally(e);
            }
        }
    }

    /**
     * Makes the writer; {@link #start} starts its thread.
     *
     * @param name of the thread
     * @param capacity how many appends may wait; one more is refused with {@link ErrorCode#BUSY}
     */
    public CommitWriter(String name, int capacity, Commit commit, CommitListener listener, Observer observer) {
        this.queue = new AppendQueue(capacity);
        this.commit = commit;
        this.listener = listener;
        this.observer = observer;
        this.thread = new Thread(this::run, name);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** See {@link chat.server.log.RoomLog#append}. */
    public CompletionStage<Appended> append(Append append) {
        PendingAppend pending = new PendingAppend(append, System.nanoTime());
        if (closing || !queue.offer(pending, append.home())) {
            return CompletableFuture.failedFuture(refusal());
        }
        if (closing && queue.remove(pending)) {
            return CompletableFuture.failedFuture(refusal());
        }
        return pending.answer();
    }

    /**
     * Has the writer thread do something after what is queued now.
     *
     * @return completed on the writer thread; exceptionally with what the work throws, or with a {@link
     *     RejectedException} ({@link ErrorCode#BUSY}) if the writer takes nothing any more
     */
    public <T> CompletionStage<T> call(Callable<T> work) {
        Chore<T> chore = new Chore<>(work, new CompletableFuture<>());
        if (closing) {
            return CompletableFuture.failedFuture(refusal());
        }
        queue.put(chore);
        if (closing && queue.remove(chore)) {
            return CompletableFuture.failedFuture(refusal());
        }
        return chore.answer();
    }

    /** How many appends wait. */
    public int queued() {
        return queue.size();
    }

    /** Commits what is queued and ends the thread. Blocks; calling it again only waits. */
    @Override
    public void close() {
        if (!closing) {
            closing = true;
            queue.put(END);
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RejectedException refusal() {
        return closing
                ? new RejectedException(ErrorCode.BUSY, "the server is stopping; nothing was stored")
                : new RejectedException(ErrorCode.BUSY, "too many messages wait to be stored; nothing was stored");
    }

    private void run() {
        List<Object> taken = new ArrayList<>(MAX_BATCH);
        boolean ended = false;
        while (!ended) {
            taken.clear();
            queue.take(taken, MAX_BATCH);
            ended = write(taken);
        }
    }

    private boolean write(List<Object> taken) {
        List<PendingAppend> group = new ArrayList<>(taken.size());
        List<Chore<?>> chores = new ArrayList<>(0);
        boolean end = false;
        for (Object item : taken) {
            if (item instanceof PendingAppend pending) {
                group.add(pending);
            } else if (item instanceof Chore<?> chore) {
                chores.add(chore);
            } else {
                end = true;
            }
        }
        List<CommitBatch.RoomCommit> rooms = commitGroup(group);
        if (!group.isEmpty()) {
            long now = System.nanoTime();
            tell(new CommitBatch(rooms, List.copyOf(group), now));
            observe(messagesIn(rooms), now - group.get(0).queuedNanos());
        }
        chores.forEach(Chore::run);
        return end;
    }

    private void observe(int messages, long oldestWaitedNanos) {
        try {
            observer.committed(messages, oldestWaitedNanos);
        } catch (RuntimeException e) {
            LOG.error("the observer of commits failed", e);
        }
    }

    private static int messagesIn(List<CommitBatch.RoomCommit> rooms) {
        int messages = 0;
        for (CommitBatch.RoomCommit room : rooms) {
            for (LogEntry entry : room.entries()) {
                messages += entry.type() == EventType.MESSAGE ? 1 : 0;
            }
        }
        return messages;
    }

    private List<CommitBatch.RoomCommit> commitGroup(List<PendingAppend> group) {
        try {
            return commit.commit(group);
        } catch (RuntimeException | Error e) {
            LOG.error("a commit of {} appends failed", group.size(), e);
            observer.bug();
            RejectedException unknown = new RejectedException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "it is not known whether this was stored; send again under the same id");
            group.stream().filter(PendingAppend::isOpen).forEach(pending -> pending.rejected(unknown));
            return List.of();
        }
    }

    private void tell(CommitBatch batch) {
        try {
            listener.committed(batch);
        } catch (RuntimeException | Error e) {
            // An error too: if this thread ended, nobody would be answered any more.
            LOG.error("the listener to commits failed; acknowledging without it", e);
            observer.bug();
            for (Acknowledgement acknowledgement : batch.acknowledgements()) {
                try {
                    acknowledgement.home().execute(acknowledgement::give);
                } catch (RejectedExecutionException stopped) {
                    // The event loop of that connection has ended, and the connection with it.
                    LOG.debug("nobody is left to acknowledge to", stopped);
                }
            }
        }
    }
}
