// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.server.config.DeletedMessages;
import chat.server.store.BannedAddressContract;
import chat.server.store.ChatStore;
import chat.server.store.RecordingObserver;
import java.time.Clock;

class MemoryBannedAddressTest extends BannedAddressContract {

    @Override
    protected ChatStore create() {
        return new MemoryStore(10, 1 << 20, DeletedMessages.KEEP, Clock.systemUTC(), new RecordingObserver());
    }
}
