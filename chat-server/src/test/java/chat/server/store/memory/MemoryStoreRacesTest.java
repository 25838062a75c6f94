// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.server.config.DeletedMessages;
import chat.server.store.ChatStore;
import chat.server.store.ChatStoreRaces;
import chat.server.store.CommitWriter;
import java.time.Clock;

class MemoryStoreRacesTest extends ChatStoreRaces {

    @Override
    protected ChatStore create(Clock clock, CommitWriter.Observer observer) {
        return new MemoryStore(1_000_000, 1 << 28, DeletedMessages.KEEP, clock, observer);
    }
}
