// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.Measure;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;
import chat.protocol.message.Texts;
import chat.server.log.RoomLog;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.room.RoomRights;
import chat.server.room.RoomState;
import chat.server.room.Standing;
import org.jspecify.annotations.Nullable;

/** What moderators and owners do about their room: each is an entry of its log. */
final class RoomKeeping {

    /** How many people a room may have invited, banned or muted who are not in it. */
    static final int MAX_WITHOUT_ROLE = 10_000;

    private static final int MAX_REASON_BYTES = 4 * RoomEvent.Moderated.MAX_REASON_LENGTH;

    private final RoomDirectory rooms;
    private final RoomLog log;
    private final RoomGuard guard;
    private final People people;
    private final RoomMeasures measures;
    private final RoomBans bans;

    RoomKeeping(
            RoomDirectory rooms, RoomLog log, RoomGuard guard, People people, RoomMeasures measures, RoomBans bans) {
        this.rooms = rooms;
        this.log = log;
        this.guard = guard;
        this.people = people;
        this.measures = measures;
        this.bans = bans;
    }

    void moderate(Command.Moderate command, Caller caller, Answer answer) {
        Room room = VisibleRoom.of(command.room(), rooms, guard, caller);
        RoomState state = room.state();
        RoomRights own = guard.of(caller, room);
        own.require(Role.MODERATOR);
        own.requireAbove(command.name());
        if (command.measure() == Measure.INVITE && own.of(command.name()).isBanned(guard.nowMillis())) {
            throw new RejectedException(
                    ErrorCode.BANNED, command.name() + " is banned from " + room.name() + ": unban them first");
        }
        requirePlace(command.measure(), own.of(command.name()), state);
        Long seconds = command.seconds();
        Long until = seconds == null ? null : guard.nowMillis() + 1000 * seconds;
        String wanted = command.reason();
        String reason = wanted == null || wanted.isEmpty() ? "" : Texts.topic(wanted, MAX_REASON_BYTES);
        RoomEvent.Moderated event = new RoomEvent.Moderated(command.measure(), command.name(), until, reason);
        if (command.measure() == Measure.BAN || command.measure() == Measure.UNBAN) {
            bans.store(event, room, state, caller, command, answer);
        } else {
            String more = command.measure() == Measure.INVITE ? whatIsMissing(command.name()) : null;
            append(event, room, state, caller, new Event.Ok(command.ref(), null, more), answer);
        }
    }

    /** An invitation is for a name, and whoever registers it makes use of it: a slip of the pen would not be noticed. */
    private @Nullable String whatIsMissing(AccountName name) {
        People.Person person = people.find(name);
        if (person == null) {
            return "nobody has registered the name " + name + " yet; who does may come in";
        }
        return person.isGone() ? "there is no account " + name + " any more" : null;
    }

    /** Every name that a room holds costs memory and time at each change: nobody may have it hold any number. */
    private static void requirePlace(Measure measure, Standing standing, RoomState state) {
        boolean adds = measure == Measure.INVITE || measure == Measure.BAN || measure == Measure.MUTE;
        if (adds && standing.equals(Standing.NONE) && state.standings().countWithoutRole() >= MAX_WITHOUT_ROLE) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    "the room holds something of " + MAX_WITHOUT_ROLE
                            + " people who are no members (expected: unban or unmute some first)");
        }
    }

    void giveRole(Command.GiveRole command, Caller caller, Answer answer) {
        Room room = VisibleRoom.of(command.room(), rooms, guard, caller);
        RoomState state = room.state();
        RoomRights own = guard.of(caller, room);
        own.require(Role.OWNER);
        if (own.of(command.name()).role() == null) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    command.name() + " is no member of " + room.name() + " (expected: an account that has joined it)");
        }
        boolean ownerSteps = command.name().equals(caller.name()) && command.role() != Role.OWNER;
        if (ownerSteps && state.standings().count(Role.OWNER) == 1) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    room.name() + " would have no owner any more (expected: make somebody else one first)");
        }
        append(
                new RoomEvent.RoleGiven(command.name(), command.role()),
                room,
                state,
                caller,
                new Event.Ok(command.ref()),
                answer);
    }

    void configure(Command.Configure command, Caller caller, Answer answer) {
        Room room = VisibleRoom.of(command.room(), rooms, guard, caller);
        RoomState state = room.state();
        guard.of(caller, room).require(Role.OWNER);
        RoomSettings now = state.settings();
        RoomSettings wanted = new RoomSettings(
                command.access() == null ? now.access() : command.access(),
                command.posting() == null ? now.posting() : command.posting(),
                command.slowSeconds() == null ? now.slowSeconds() : command.slowSeconds());
        append(new RoomEvent.Configured(wanted), room, state, caller, new Event.Ok(command.ref()), answer);
    }

    private void append(RoomEvent event, Room room, RoomState state, Caller caller, Event.Ok done, Answer answer) {
        log.append(RoomGuard.append(room, state, caller, event)).whenComplete((place, failure) -> {
            if (place == null) {
                answer.failed(failure);
            } else {
                measures.taken(room.name(), event, caller);
                answer.give(done);
            }
        });
    }
}
