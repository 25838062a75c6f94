// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.PresenceState;
import chat.server.room.Direct;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Lists the direct rooms of whoever asks, then the others, the fullest first, and who is in one of them. Long lists are cut. */
final class ListHandlers {

    private final RoomDirectory rooms;
    private final Attendance attendance;
    private final People people;
    private final CommandRules rules;
    private final RoomGuard guard;

    ListHandlers(RoomDirectory rooms, Attendance attendance, People people, CommandRules rules, RoomGuard guard) {
        this.rooms = rooms;
        this.attendance = attendance;
        this.people = people;
        this.rules = rules;
        this.guard = guard;
    }

    void rooms(Command.Rooms command, Caller caller, Answer answer) {
        List<Event.RoomSummary> rows = new ArrayList<>(directs(caller));
        rooms.all().stream()
                .filter(room -> caller.rights().mayEnter(room.name()))
                .filter(room -> guard.of(caller, room).mayEnter())
                .map(this::summary)
                .sorted(Comparator.comparingInt(Event.RoomSummary::members).reversed())
                .limit(rules.listRows())
                .forEach(rows::add);
        answer.give(new Event.RoomList(command.ref(), rows));
    }

    private List<Event.RoomSummary> directs(Caller caller) {
        Long own = caller.accountId();
        if (own == null) {
            return List.of();
        }
        return rooms.directsOf(own).stream()
                .filter(room -> caller.rights().mayEnter(room.name()))
                // Or whoever opens rooms and says nothing would fill the list of somebody else.
                .filter(room -> room.head().lastSeq() > 0)
                .sorted(Comparator.comparing(Room::name))
                .limit(rules.listRows())
                .map(room -> direct(room, own, caller))
                .toList();
    }

    private Event.RoomSummary direct(Room room, long own, Caller caller) {
        Direct direct = Objects.requireNonNull(room.direct());
        People.Person other = Objects.requireNonNull(people.find(direct.pair().otherThan(own)));
        return new Event.RoomSummary(
                room.name(),
                present(room, caller).size(),
                "",
                other.name(),
                room.head().lastSeq());
    }

    void members(Command.Members command, Caller caller, Answer answer) {
        Room room = VisibleRoom.of(command.room(), rooms, guard, caller);
        List<Event.Member> rows = present(room, caller).stream()
                .limit(rules.listRows())
                .map(name -> new Event.Member(name, PresenceState.ONLINE))
                .toList();
        answer.give(new Event.MemberList(command.ref(), room.name(), rows));
    }

    /** Who is in a room, as far as the caller may know: of two of whom one has blocked the other each sees only themselves. */
    private List<AccountName> present(Room room, Caller caller) {
        List<AccountName> all = attendance.in(room.name());
        Direct direct = room.direct();
        Long own = caller.accountId();
        if (direct == null || own == null) {
            return all;
        }
        long other = direct.pair().otherThan(own);
        boolean isBlocked = people.hasBlocked(own, other) || people.hasBlocked(other, own);
        return isBlocked ? all.stream().filter(caller.name()::equals).toList() : all;
    }

    private Event.RoomSummary summary(Room room) {
        return new Event.RoomSummary(
                room.name(), attendance.count(room.name()), room.state().topic());
    }
}
