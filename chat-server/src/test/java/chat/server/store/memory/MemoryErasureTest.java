// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.server.config.DeletedMessages;
import chat.server.store.ChatStore;
import chat.server.store.ErasureContract;
import chat.server.store.RecordingObserver;
import java.time.Clock;

class MemoryErasureTest extends ErasureContract {

    @Override
    protected ChatStore create(DeletedMessages deletedMessages, Clock storeClock) {
        return new MemoryStore(100, 1 << 20, deletedMessages, storeClock, new RecordingObserver());
    }

    @Override
    protected void pass(ChatStore passed) {
        // It is done as soon as the account is deleted.
    }
}
