// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes appends, and if not, why. Thread-safe; each change is one line in the log, however many
 * appends are refused and pages not read meanwhile.
 */
final class StoreHealth {

    /** How long after a failure the next attempt is made. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    /**
     * What is wrong.
     *
     * @param kind what it is
     * @param detail in SQLite's words
     */
    record Problem(Trouble kind, String detail) {

        /** In words for the operator, without a path. */
        String inWords() {
            return kind.meaning() + " (" + detail + ")";
        }
    }

    private final Duration retry;
    private volatile @Nullable Problem problem;
    private volatile boolean isReadable = true;
    private volatile long lastCommitNanos = System.nanoTime();

    /** @param retry how long after a failure the next attempt is made; normally {@link #RETRY} */
    StoreHealth(Duration retry) {
        this.retry = retry;
    }

    /** How long after a failure the next attempt is made. */
    Duration retry() {
        return retry;
    }

    /** What is wrong, or null. */
    @Nullable
    Problem problem() {
        return problem;
    }

    /** Whether the last commit is so young that another one to see whether it works says nothing new. */
    boolean hasCommittedLately() {
        return System.nanoTime() - lastCommitNanos < retry.toNanos();
    }

    /** Something was written and committed. */
    void committed() {
        lastCommitNanos = System.nanoTime();
    }

    /** Something failed, and nothing is taken until {@link #recovered}. A damaged file stays one. */
    synchronized void failed(SQLException failure) {
        Problem before = problem;
        if (before != null && before.kind() == Trouble.DAMAGED) {
            return;
        }
        Problem now = problem(failure);
        problem = now;
        if (now.kind() == Trouble.DAMAGED) {
            LOG.error("the store takes no appends: {}; put it aside and restore a back-up", now.inWords());
        } else if (before == null || before.kind() != now.kind()) {
            LOG.error("the store takes no appends: {}; trying again every {} s", now.inWords(), retry.toSeconds());
        }
    }

    /** Something could not be read. A damaged file takes no appends any more either: nobody knows where they would go. */
    void readFailed(SQLException failure) {
        if (Trouble.of(failure) == Trouble.DAMAGED) {
            failed(failure);
        } else if (becomesReadable(false)) {
            LOG.warn("the store cannot be read: {}", String.valueOf(failure.getMessage()));
        }
    }

    /** Something has been read. */
    void readWorked() {
        if (!isReadable && becomesReadable(true)) {
            LOG.info("the store can be read again");
        }
    }

    private synchronized boolean becomesReadable(boolean readable) {
        boolean changes = isReadable != readable;
        isReadable = readable;
        return changes;
    }

    /** It works again, unless something else has been found meanwhile. */
    synchronized void recovered(Problem from) {
        if (problem != null && problem.kind() == from.kind()) {
            LOG.info("the store takes appends again");
            problem = null;
            committed();
        }
    }

    /** What a failure means. */
    static Problem problem(SQLException failure) {
        return new Problem(Trouble.of(failure), String.valueOf(failure.getMessage()));
    }

    /** How an append is refused: whether a part of it was stored need not be known. */
    static RejectedException refusal(Problem why) {
        return new RejectedException(
                ErrorCode.STORE_UNAVAILABLE, why.kind().meaning() + "; send again under the same id");
    }
}
