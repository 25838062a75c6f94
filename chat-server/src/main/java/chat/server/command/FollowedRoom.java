// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.room.Room;

/** Finds the room that a command is about among those that its caller follows. */
final class FollowedRoom {

    private FollowedRoom() {}

    /** @throws RejectedException with {@link ErrorCode#NOT_JOINED} if the caller does not follow it */
    static Room of(RoomName name, Caller caller) {
        Room room = caller.followed(name);
        if (room == null) {
            throw new RejectedException(ErrorCode.NOT_JOINED, "you are not in " + name + ": join it first");
        }
        return room;
    }
}
