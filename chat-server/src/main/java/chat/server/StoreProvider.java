// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.config.StoreConfig;
import chat.server.lifecycle.StartException;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import chat.server.store.memory.MemoryStore;
import chat.server.store.sqlite.SqliteStore;
import java.time.Clock;

/** Makes the store that a configuration asks for. */
@FunctionalInterface
interface StoreProvider {

    /**
     * Makes the store; whoever gets it closes it.
     *
     * @throws StartException if it cannot be used
     */
    ChatStore store(StoreConfig config, CommitWriter.Observer observer) throws StartException;

    /** The stores that the product has. */
    static StoreProvider builtIn() {
        return (config, observer) -> switch (config.kind()) {
            case SQLITE ->
                new SqliteStore(config.path(), config.durability(), Retention.FOR_EVER, Clock.systemUTC(), observer);
            case MEMORY ->
                new MemoryStore(
                        config.memoryEntriesPerRoom(), config.memorySize().bytes(), Clock.systemUTC(), observer);
        };
    }
}
