// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.lifecycle.Stage;
import chat.server.log.CommitListener;
import chat.server.store.ChatStore;
import java.util.concurrent.CompletionStage;

/** The store takes appends from its start to its stop, which commits what is queued. */
final class StoreStage implements Stage {

    private final ChatStore store;
    private final CommitListener listener;

    StoreStage(ChatStore store, CommitListener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public void start() {
        store.start(listener);
    }

    @Override
    public CompletionStage<?> stop() {
        store.close();
        return STOPPED;
    }
}
