// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Copies the write-ahead log into the file, so that neither grows without end. The bulk is copied beside the writer
 * ({@code PASSIVE}); what came in meanwhile the writer copies itself, which lets it begin the log anew.
 */
final class Checkpoints {

    /** After about so many pages of 4 KiB. */
    private static final long PAGES = 2048;

    private final Database database;
    private final AtomicBoolean due = new AtomicBoolean();
    /** Confined to the writer thread. */
    private long pages;

    private volatile Runnable schedule = () -> {};

    Checkpoints(Database database) {
        this.database = database;
    }

    /** Says what has a checkpoint made; called on the writer thread. */
    void onDue(Runnable scheduler) {
        schedule = scheduler;
    }

    /** A commit wrote so many pages. For the writer thread. */
    void written(long more) {
        pages += more;
        if (pages >= PAGES && due.compareAndSet(false, true)) {
            pages = 0;
            schedule.run();
        }
    }

    /** Whether enough has been written since the last one. */
    boolean isDue() {
        return due.get();
    }

    /** Copies what there is now. Blocks, but not the writer. */
    void copy() throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    /** The one that was due is done, or has failed. */
    void done() {
        due.set(false);
    }
}
