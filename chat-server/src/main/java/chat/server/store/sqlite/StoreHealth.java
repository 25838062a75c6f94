// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes appends, and if not, why. The writer thread changes it, any thread reads it; each change is
 * one line in the log, however many appends are refused meanwhile.
 */
final class StoreHealth {

    /** How long after a failure the next attempt is made, in seconds. */
    static final int RETRY_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    /**
     * What is wrong.
     *
     * @param kind what it is
     * @param detail in SQLite's words
     */
    record Problem(Trouble kind, String detail) {

        /** In words for the operator and for clients, without a path. */
        String inWords() {
            return kind.meaning() + " (" + detail + ")";
        }
    }

    private volatile @Nullable Problem problem;
    private volatile long lastCommitNanos = System.nanoTime();

    /** What is wrong, or null. */
    @Nullable
    Problem problem() {
        return problem;
    }

    /** Whether the last commit is so young that another one to see whether it works says nothing new. */
    boolean hasCommittedLately() {
        return System.nanoTime() - lastCommitNanos < TimeUnit.SECONDS.toNanos(RETRY_SECONDS);
    }

    /** A commit is done. */
    void committed() {
        lastCommitNanos = System.nanoTime();
    }

    /** Something failed, and nothing is taken until {@link #recovered}. */
    void failed(SQLException failure) {
        Problem before = problem;
        Problem now = problem(failure);
        problem = now;
        if (before == null || before.kind() != now.kind()) {
            LOG.error("the store takes no appends: {}; trying again every {} s", now.inWords(), RETRY_SECONDS);
        }
    }

    /** Something could not be read. A damaged file takes no appends any more either: nobody knows where they would go. */
    void readFailed(SQLException failure) {
        if (Trouble.of(failure) == Trouble.DAMAGED) {
            failed(failure);
        } else {
            LOG.warn("the store could not be read: {}", String.valueOf(failure.getMessage()));
        }
    }

    /** It works again. */
    void recovered() {
        if (problem != null) {
            LOG.info("the store takes appends again");
            problem = null;
        }
        committed();
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
