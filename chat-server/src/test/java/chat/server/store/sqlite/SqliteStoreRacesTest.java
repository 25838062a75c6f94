// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.config.Durability;
import chat.server.store.ChatStore;
import chat.server.store.ChatStoreRaces;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreRacesTest extends ChatStoreRaces {

    @TempDir
    private Path folder;

    @Override
    protected ChatStore create(Clock clock, CommitWriter.Observer observer) {
        return new SqliteStore(folder, Durability.OS, Retention.FOR_EVER, clock, observer);
    }
}
