// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import chat.server.room.Direct;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the connections of two accounts that something was said in their direct room, when it is committed: who does not
 * follow it would not know. To be told before the fan-out, so that a person who types is following it when the
 * acknowledgement comes. Thread-safe; {@link #committed} is for the log's writer thread and looks at the name only of all other
 * rooms.
 */
public final class DirectNews implements CommitListener {

    private final RoomDirectory rooms;
    private final SessionRegistry registry;

    public DirectNews(RoomDirectory rooms, SessionRegistry registry) {
        this.rooms = rooms;
        this.registry = registry;
    }

    @Override
    public void committed(CommitBatch batch) {
        for (CommitBatch.RoomCommit commit : batch.rooms()) {
            if (commit.head().room().isDirect()) {
                tell(rooms.find(commit.head().room()));
            }
        }
    }

    private void tell(@Nullable Room room) {
        Direct direct = room == null ? null : room.direct();
        if (room != null && direct != null) {
            registry.news(direct.pair().lower(), room);
            registry.news(direct.pair().higher(), room);
        }
    }
}
