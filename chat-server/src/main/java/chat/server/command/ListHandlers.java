// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.PresenceState;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import java.util.Comparator;
import java.util.List;

/** Lists the rooms, the fullest first, and who is in one of them. Long lists are cut. */
final class ListHandlers {

    private final RoomDirectory rooms;
    private final Attendance attendance;
    private final CommandRules rules;
    private final RoomGuard guard;

    ListHandlers(RoomDirectory rooms, Attendance attendance, CommandRules rules, RoomGuard guard) {
        this.rooms = rooms;
        this.attendance = attendance;
        this.rules = rules;
        this.guard = guard;
    }

    void rooms(Command.Rooms command, Caller caller, Answer answer) {
        List<Event.RoomSummary> rows = rooms.all().stream()
                .filter(room -> caller.rights().mayEnter(room.name()))
                .filter(room -> guard.of(caller, room).mayEnter())
                .map(this::summary)
                .sorted(Comparator.comparingInt(Event.RoomSummary::members).reversed())
                .limit(rules.listRows())
                .toList();
        answer.give(new Event.RoomList(command.ref(), rows));
    }

    void members(Command.Members command, Caller caller, Answer answer) {
        Room room = VisibleRoom.of(command.room(), rooms, guard, caller);
        List<Event.Member> rows = attendance.in(room.name()).stream()
                .limit(rules.listRows())
                .map(name -> new Event.Member(name, PresenceState.ONLINE))
                .toList();
        answer.give(new Event.MemberList(command.ref(), room.name(), rows));
    }

    private Event.RoomSummary summary(Room room) {
        return new Event.RoomSummary(
                room.name(), attendance.count(room.name()), room.state().topic());
    }
}
