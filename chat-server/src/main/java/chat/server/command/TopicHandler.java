// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.Texts;
import chat.server.log.Append;
import chat.server.log.RoomLog;
import chat.server.room.Room;
import chat.server.room.RoomRights;

/** Appends a new topic to the log of a room that the caller follows. */
final class TopicHandler implements CommandHandler<Command.Topic> {

    private final RoomLog log;
    private final CommandRules rules;
    private final RoomGuard guard;
    private final SlowMode slowMode;

    /** @param slowMode whose turns messages take, too */
    TopicHandler(RoomLog log, CommandRules rules, RoomGuard guard, SlowMode slowMode) {
        this.log = log;
        this.rules = rules;
        this.guard = guard;
        this.slowMode = slowMode;
    }

    @Override
    public void handle(Command.Topic command, Caller caller, Answer answer) {
        Room room = FollowedRoom.of(command.room(), caller);
        if (room.direct() != null) {
            throw RoomRights.notForTwo(room.name());
        }
        RoomRights rightsHere = guard.of(caller, room);
        rightsHere.requireSpeak();
        String text = Texts.topic(command.text(), rules.topicBytes());
        long wait = slowMode.take(room, caller, rightsHere);
        if (wait > 0) {
            answer.give(SlowMode.refusal(command.ref(), room, wait));
            return;
        }
        log.append(new Append(
                        room.head(), caller.name(), caller.id(), new RoomEvent.TopicChanged(text), null, caller.loop()))
                .whenComplete((place, failure) -> {
                    if (place == null) {
                        answer.failed(failure);
                    } else {
                        answer.give(new Event.Ok(command.ref()));
                    }
                });
    }
}
