// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.room.RoomSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All rooms of the database. The writer thread adds, any thread looks. */
final class Rooms {

    private final ConcurrentHashMap<RoomName, SqliteRoom> byName = new ConcurrentHashMap<>();

    void add(SqliteRoom room) {
        byName.put(room.name(), room);
    }

    @Nullable
    SqliteRoom find(RoomName name) {
        return byName.get(name);
    }

    /**
     * The room of this name.
     *
     * @throws RejectedException if it has never been opened, which is a fault of the caller's
     */
    SqliteRoom opened(RoomName name) {
        SqliteRoom room = byName.get(name);
        if (room == null) {
            throw new RejectedException(ErrorCode.NO_SUCH_ROOM, name + " has not been opened");
        }
        return room;
    }

    Collection<SqliteRoom> all() {
        return byName.values();
    }

    List<RoomSnapshot> snapshots() {
        return byName.values().stream().map(SqliteRoom::snapshot).toList();
    }
}
