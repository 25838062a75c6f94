// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatException;
import chat.protocol.message.Event;
import java.util.concurrent.CompletableFuture;

/** Waits for the answer to a question. Confined to one event loop. */
record Answer(CompletableFuture<Event> result) implements Requests.Reply {

    @Override
    public void answered(Event event) {
        if (event instanceof Event.Rejected rejected) {
            result.completeExceptionally(new ChatException.Refused(rejected.code(), rejected.message()));
        } else {
            result.complete(event);
        }
    }

    @Override
    public void failed(ChatException cause) {
        result.completeExceptionally(cause);
    }
}
