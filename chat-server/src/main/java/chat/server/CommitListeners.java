// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.RoomName;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import java.util.List;

/** Tells several listeners, one after the other. */
record CommitListeners(List<CommitListener> listeners) implements CommitListener {

    @Override
    public void committed(CommitBatch batch) {
        listeners.forEach(listener -> listener.committed(batch));
    }

    @Override
    public void rewritten(RoomName room) {
        listeners.forEach(listener -> listener.rewritten(room));
    }
}
