// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.server.log.Append;
import chat.server.log.RoomLog;
import chat.server.room.Room;
import chat.server.room.RoomRights;

/**
 * Follows a room no longer; a member ceases to be one, on all connections of the account. Who moderates or owns a room
 * stays what they are until an owner says otherwise: somebody has to be able to look after it.
 */
final class LeaveHandler implements CommandHandler<Command.Leave> {

    private final RoomLog log;
    private final RoomGuard guard;

    LeaveHandler(RoomLog log, RoomGuard guard) {
        this.log = log;
        this.guard = guard;
    }

    @Override
    public void handle(Command.Leave command, Caller caller, Answer answer) {
        Room room = FollowedRoom.of(command.room(), caller);
        RoomRights own = guard.of(caller, room);
        caller.unfollow(room);
        if (!own.isMember() || own.isAtLeast(Role.MODERATOR)) {
            answer.give(new Event.Ok(command.ref()));
            return;
        }
        log.append(new Append(room.head(), caller.name(), caller.id(), new RoomEvent.MemberLeft(), null, caller.loop()))
                .whenComplete((place, failure) -> {
                    if (place == null) {
                        answer.failed(failure);
                    } else {
                        answer.give(new Event.Ok(command.ref()));
                    }
                });
    }
}
