// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Durability;
import chat.server.log.LogHead;
import chat.server.log.LogRange;
import chat.server.store.ChatStore;
import chat.server.store.ChatStoreContract;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends ChatStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected ChatStore create(Clock storeClock, CommitWriter.Observer storeObserver) {
        return new SqliteStore(folder, Durability.OS, Retention.FOR_EVER, storeClock, storeObserver);
    }

    private void restart() {
        store.close();
        store = create(clock, observer);
        store.start(listener);
    }

    @Test
    void everythingIsThereAfterARestart() {
        clock.at(1_000);
        append(LOBBY, "a");
        append(GARDEN, "b");
        append(LOBBY, "c");
        LogHead before = head(LOBBY);

        restart();

        assertThat(texts(read(LOBBY, new LogRange.After(0)))).containsExactly("a", "c");
        assertThat(texts(read(GARDEN, new LogRange.After(0)))).containsExactly("b");
        assertThat(head(LOBBY).epoch()).isEqualTo(before.epoch());
        assertThat(head(LOBBY).lastSeq()).isEqualTo(2);
        assertThat(head(LOBBY).atMillisIfLast(2)).isEqualTo(1_000);
        assertThat(append(LOBBY, "d").seq()).isEqualTo(3);
        assertThat(store.rooms()).hasSize(2);
    }
}
