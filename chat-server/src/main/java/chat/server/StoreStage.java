// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.RoomName;
import chat.server.lifecycle.Stage;
import chat.server.lifecycle.StartException;
import chat.server.log.CommitListener;
import chat.server.room.RoomDirectory;
import chat.server.store.ChatStore;
import chat.server.store.StoreException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store takes appends from its start to its stop, which commits what is queued. */
final class StoreStage implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(StoreStage.class);

    private static final int OPEN_TIMEOUT_SECONDS = 10;

    private final ChatStore store;
    private final CommitListener listener;
    private final RoomDirectory rooms;
    private final RoomName defaultRoom;

    StoreStage(ChatStore store, CommitListener listener, RoomDirectory rooms, RoomName defaultRoom) {
        this.store = store;
        this.listener = listener;
        this.rooms = rooms;
        this.defaultRoom = defaultRoom;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public void start() throws StartException {
        try {
            store.start(listener);
            rooms.load();
            // Here and not where it is opened: a command that opens it for a moment has its own output.
            LOG.info("the store has {} rooms", rooms.size());
            // Nobody can use up all rooms before the one where everybody begins is there.
            rooms.open(defaultRoom)
                    .toCompletableFuture()
                    .orTimeout(OPEN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (StoreException e) {
            throw new StartException(e.reason(), e);
        } catch (CompletionException e) {
            throw new StartException("rooms.default: " + defaultRoom + " cannot be opened (" + e.getCause() + ")", e);
        }
    }

    @Override
    public CompletionStage<?> stop() {
        store.close();
        return STOPPED;
    }
}
