// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.Texts;
import chat.server.log.Append;
import chat.server.log.RoomLog;
import chat.server.room.Room;
import chat.server.room.RoomRights;

/** Appends a message to the log of a room that the caller follows; it is answered when it is stored. */
final class SendHandler implements CommandHandler<Command.Send> {

    private final RoomLog log;
    private final CommandRules rules;
    private final RoomGuard guard;
    private final SlowMode slowMode = new SlowMode();

    SendHandler(RoomLog log, CommandRules rules, RoomGuard guard) {
        this.log = log;
        this.rules = rules;
        this.guard = guard;
    }

    @Override
    public void handle(Command.Send command, Caller caller, Answer answer) {
        Room room = FollowedRoom.of(command.room(), caller);
        String text = Texts.message(command.text(), rules.textBytes());
        RoomRights rightsHere = guard.of(caller, room);
        rightsHere.requireSpeak();
        long wait = slowMode.take(room, caller, rightsHere);
        if (wait > 0) {
            answer.give(new Event.Rejected(
                    command.ref(),
                    ErrorCode.RATE_LIMITED,
                    room.name() + " is slow (expected: after " + wait + " ms)",
                    wait));
            return;
        }
        Long own = command.id();
        // A message without an id is a new one every time it comes, so that nothing is remembered of it.
        ClientMessageId id = own == null ? null : new ClientMessageId(caller.producer(), own);
        long number = own == null ? Math.min(caller.nextMessageNumber(), ClientMessageId.MAX_COUNTER) : own;
        caller.messageNumberSeen(number);
        RoomEvent.Message message = new RoomEvent.Message(number, text);
        log.append(new Append(room.head(), caller.name(), caller.id(), message, id, caller.loop()))
                .whenComplete((place, failure) -> {
                    if (place == null) {
                        answer.failed(failure);
                    } else {
                        answer.give(new Event.Sent(
                                command.ref(), room.name(), number, place.seq(), place.atMillis(), place.duplicate()));
                    }
                });
    }
}
