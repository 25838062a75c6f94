// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;

/** Finds a room for who may know of it. To all others it is as if there were none. */
final class VisibleRoom {

    private VisibleRoom() {}

    /**
     * The room of this name.
     *
     * @throws RejectedException with {@link ErrorCode#NO_SUCH_ROOM} if there is none, or it is private and not theirs;
     *     with {@link ErrorCode#BANNED}
     */
    static Room of(RoomName name, RoomDirectory rooms, RoomGuard guard, Caller caller) {
        Room room = rooms.find(name);
        RejectedException why = room == null ? null : guard.of(caller, room).whyNotEnter();
        if (room == null || (why != null && why.code() == ErrorCode.NOT_INVITED)) {
            throw RoomDirectory.noSuchRoom(name);
        }
        if (why != null) {
            throw why;
        }
        return room;
    }
}
