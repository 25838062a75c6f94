// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.sql.SQLException;

/**
 * All that read the database beside the writer. Thread-safe.
 *
 * @param pages reads what takes milliseconds
 * @param searches looks through whole rooms, which takes as long as a room is large, one at a time: no page waits for it
 */
record Readers(ReadPool pages, ReadPool searches) implements AutoCloseable {

    private static final int PAGE_THREADS = 2;
    private static final int PAGES_WAITING = 65_536;
    /** Few, as whoever waits behind so many searches had better come again. */
    static final int SEARCHES_WAITING = 64;

    Readers(Database database, StoreHealth health) {
        this(
                new ReadPool(database, health, "chat-reader", PAGE_THREADS, PAGES_WAITING),
                new ReadPool(database, health, "chat-search", 1, SEARCHES_WAITING));
    }

    /** See {@link ReadPool#whileClosed}; of both. */
    void whileClosed(ReadPool.SqlAction action) throws SQLException {
        pages.whileClosed(() -> searches.whileClosed(action));
    }

    /** Answers what is queued and closes the connections. Blocks. */
    @Override
    public void close() {
        pages.close();
        searches.close();
    }
}
