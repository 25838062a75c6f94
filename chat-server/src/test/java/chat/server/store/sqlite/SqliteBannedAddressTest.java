// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Durability;
import chat.server.room.BannedAddress;
import chat.server.store.BannedAddressContract;
import chat.server.store.ChatStore;
import chat.server.store.RecordingObserver;
import chat.server.store.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBannedAddressTest extends BannedAddressContract {

    @TempDir
    private Path folder;

    @Override
    protected ChatStore create() {
        return new SqliteStore(
                folder, Durability.FSYNC, Retention.FOR_EVER, Clock.systemUTC(), new RecordingObserver());
    }

    @Test
    void theyOutliveTheProcess() {
        get(addresses().replace(PLANS, MIA, Set.of(FOUR, SIX)));
        store.close();
        store = create();
        store.start(batch -> {});

        assertThat(kept())
                .containsExactlyInAnyOrder(new BannedAddress(PLANS, MIA, FOUR), new BannedAddress(PLANS, MIA, SIX));
    }
}
