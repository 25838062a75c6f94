// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.Texts;
import chat.server.log.Append;
import chat.server.log.RoomLog;
import chat.server.room.Direct;
import chat.server.room.DirectPair;
import chat.server.room.Room;
import chat.server.room.RoomRights;

/** Appends a message to the log of a room that the caller follows, or of a direct room of theirs; it is answered when it is stored. */
final class SendHandler implements CommandHandler<Command.Send> {

    private final RoomLog log;
    private final CommandRules rules;
    private final RoomGuard guard;
    private final DirectRooms directs;
    private final SlowMode slowMode;

    SendHandler(RoomLog log, CommandRules rules, RoomGuard guard, DirectRooms directs, SlowMode slowMode) {
        this.log = log;
        this.rules = rules;
        this.guard = guard;
        this.directs = directs;
        this.slowMode = slowMode;
    }

    @Override
    public void handle(Command.Send command, Caller caller, Answer answer) {
        RoomName name = command.room();
        boolean isOwnDirect = name.isDirect() && name.otherThan(caller.name()) != null;
        if (isOwnDirect && caller.followed(name) == null) {
            // Nobody has to follow a conversation to say something in it.
            directs.open(name, caller)
                    .whenComplete((room, failure) -> caller.loop().execute(() -> {
                        if (room == null) {
                            answer.failed(failure);
                        } else {
                            sendUnfollowed(command, room, caller, answer);
                        }
                    }));
        } else {
            if (name.isDirect()) {
                // Whatever it is called, it is none of a guest's.
                var unused = DirectRooms.accountOf(caller);
            }
            send(command, FollowedRoom.of(name, caller), caller, answer);
        }
    }

    private void sendUnfollowed(Command.Send command, Room room, Caller caller, Answer answer) {
        try {
            send(command, room, caller, answer);
        } catch (RejectedException e) {
            answer.failed(e);
        }
    }

    private void send(Command.Send command, Room room, Caller caller, Answer answer) {
        String text = Texts.message(command.text(), rules.textBytes());
        RoomRights rightsHere = guard.of(caller, room);
        rightsHere.requireSpeak();
        long wait = slowMode.take(room, caller, rightsHere);
        if (wait > 0) {
            answer.give(SlowMode.refusal(command.ref(), room, wait));
            return;
        }
        Long own = command.id();
        // A message without an id is a new one every time it comes, so that nothing is remembered of it.
        ClientMessageId id = own == null ? null : new ClientMessageId(caller.producer(), own);
        long number = own == null ? Math.min(caller.nextMessageNumber(), ClientMessageId.MAX_COUNTER) : own;
        caller.messageNumberSeen(number);
        RoomEvent.Message message = new RoomEvent.Message(number, text);
        Direct direct = room.direct();
        Append.Condition condition = direct == null ? null : reachable(direct.pair(), DirectRooms.accountOf(caller));
        log.append(new Append(room.head(), caller.name(), caller.id(), message, id, caller.loop(), null, condition))
                .whenComplete((place, failure) -> {
                    if (place == null) {
                        answer.failed(failure);
                    } else {
                        answer.give(new Event.Sent(
                                command.ref(), room.name(), number, place.seq(), place.atMillis(), place.duplicate()));
                    }
                });
    }

    /** Only there, so that a message that is stored is answered with its place, whatever has happened since. */
    private Append.Condition reachable(DirectPair pair, long own) {
        return () -> directs.requireReachable(pair, own);
    }
}
