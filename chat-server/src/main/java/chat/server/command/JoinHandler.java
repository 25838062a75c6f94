// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Access;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.Position;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.LogHead;
import chat.server.log.LogRange;
import chat.server.log.RoomLog;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.room.RoomRights;
import chat.server.room.RoomState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Follows a room: from the position that the client has, if its log is still the same, else from a few entries before the
 * end.
 */
final class JoinHandler implements CommandHandler<Command.Join> {

    private final RoomDirectory rooms;
    private final RoomLog log;
    private final Attendance attendance;
    private final CommandRules rules;
    private final RoomGuard guard;
    private final DirectRooms directs;
    private final RoomMaking making;

    JoinHandler(
            RoomDirectory rooms,
            RoomLog log,
            Attendance attendance,
            CommandRules rules,
            RoomGuard guard,
            DirectRooms directs) {
        this.rooms = rooms;
        this.log = log;
        this.attendance = attendance;
        this.rules = rules;
        this.guard = guard;
        this.directs = directs;
        this.making = new RoomMaking(rooms, rules);
    }

    @Override
    public void handle(Command.Join command, Caller caller, Answer answer) {
        if (caller.followed(command.room()) == null && caller.followedRooms() >= rules.roomsPerCaller()) {
            throw new RejectedException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "you are in " + caller.followedRooms() + " rooms (expected: at most " + rules.roomsPerCaller()
                            + ")");
        }
        openAndEnter(command, caller)
                .thenCompose(room -> isSameLog(room.head(), command.after()).thenApply(same -> new Found(room, same)))
                .whenComplete((found, failure) -> caller.loop().execute(() -> {
                    if (found == null) {
                        answer.failed(failure);
                    } else {
                        join(command, found, caller, answer);
                    }
                }));
    }

    private CompletionStage<Room> openAndEnter(Command.Join command, Caller caller) {
        Long account = caller.accountId();
        RoomName name = command.room();
        Room known = rooms.find(name);
        boolean first = known == null ? !name.isDirect() && !name.equals(rules.defaultRoom()) : making.isNew(known);
        if (account == null || command.follow() || !first) {
            return open(command, caller).thenCompose(room -> enter(room, command.follow(), false, caller));
        }
        boolean mayOwn = making.begin(account, caller);
        if (known == null && !mayOwn) {
            throw making.tooMany();
        }
        return CompletableFuture.completedFuture(command)
                .thenCompose(opening -> open(opening, caller))
                .thenCompose(room -> enter(room, false, mayOwn, caller))
                .whenComplete((room, failure) -> {
                    if (mayOwn) {
                        making.end(account);
                    }
                });
    }

    private CompletionStage<Room> open(Command.Join command, Caller caller) {
        RoomName name = command.room();
        if (name.isDirect()) {
            return directs.open(name, caller);
        }
        boolean mayMake = caller.rights().mayWrite() && !command.follow();
        if (!mayMake && rooms.find(name) == null) {
            throw RoomDirectory.noSuchRoom(name);
        }
        return rooms.open(name);
    }

    /**
     * Makes sure that the caller may be in the room; an account becomes its owner if it has just made it, else a member.
     * In a direct room nobody is either.
     *
     * @param follow whether nobody is to become a member
     * @param mayOwn whether the caller may have one more room
     * @return completed on any thread; exceptionally with a {@link RejectedException}
     */
    private CompletionStage<Room> enter(Room room, boolean follow, boolean mayOwn, Caller caller) {
        RoomState state = room.state();
        RoomRights own = guard.of(caller, room);
        RejectedException why = own.whyNotEnter();
        if (why != null) {
            return CompletableFuture.failedFuture(why);
        }
        if (follow || room.direct() != null || !caller.isAccount() || own.isMember()) {
            return CompletableFuture.completedFuture(room);
        }
        if (mayOwn && making.isNew(room)) {
            RoomEvent owner = new RoomEvent.RoleGiven(caller.name(), Role.OWNER);
            return log.append(RoomGuard.append(room, state, caller, owner))
                    .handle((place, failure) -> place != null || isConflict(failure)
                            ? CompletableFuture.completedFuture(room)
                            : CompletableFuture.<Room>failedFuture(failure))
                    .thenCompose(stage -> stage)
                    // Of two who make it at once, the second comes as anybody else.
                    .thenCompose(owned -> guard.of(caller, room).isMember()
                            ? CompletableFuture.completedFuture(room)
                            : enter(room, false, false, caller));
        }
        boolean isOpen = state.settings().access() == Access.PUBLIC;
        // Where everybody may come in, nothing that happens meanwhile matters, and a crowd would be in its own way.
        Append joining = isOpen
                ? new Append(room.head(), caller.name(), caller.id(), new RoomEvent.MemberJoined(), null, caller.loop())
                : RoomGuard.append(room, state, caller, new RoomEvent.MemberJoined());
        return log.append(joining).thenApply(place -> room);
    }

    private static boolean isConflict(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RejectedException rejection && rejection.code() == ErrorCode.CONFLICT;
    }

    private record Found(Room room, boolean sameLog) {}

    private void join(Command.Join command, Found found, Caller caller, Answer answer) {
        Room room = found.room();
        RejectedException changed = guard.of(caller, room).whyNotEnter();
        if (changed != null) {
            answer.failed(changed);
            return;
        }
        if (caller.followed(room.name()) == null && attendance.count(room.name()) >= rules.membersPerRoom()) {
            answer.failed(new RejectedException(
                    ErrorCode.ROOM_FULL,
                    room.name() + " has as many people as it may (expected: at most " + rules.membersPerRoom() + ")"));
            return;
        }
        LogHead head = room.head();
        Position after = command.after();
        long first = head.firstSeq();
        long last = head.lastSeq();
        boolean resumes = after != null && found.sameLog();
        long cursor = after != null && resumes ? after.seq() : freshCursor(command, first, last);
        boolean recovered = after == null || (resumes && cursor >= first - 1);
        // Before the answer, with which the next command may be done at once; its entries come in a later turn of the
        // loop.
        caller.follow(room, cursor);
        if (!guard.of(caller, room).mayEnter()) {
            // The expulsion looked for followers a moment too early to find this one.
            caller.unfollow(room);
            answer.failed(RoomDirectory.noSuchRoom(room.name()));
            return;
        }
        answer.give(new Event.Joined(
                command.ref(),
                room.name(),
                head.epoch(),
                last,
                recovered,
                room.state().topic()));
        if (after != null && !resumes && cursor > 0) {
            // What this log has before the cursor may or may not be what the client saw of another: it is not told
            // here.
            caller.tell(new Event.Gap(room.name(), head.epoch(), 1, cursor));
        }
    }

    private long freshCursor(Command.Join command, long first, long last) {
        Integer wanted = command.last();
        int entries = wanted == null ? rules.entriesOnJoin() : Math.min(wanted, rules.pageEntries());
        return Math.max(last - entries, first - 1);
    }

    /** Whether a position is one of this log: the epoch, and the time of the entry, are those that the client saw. */
    private CompletionStage<Boolean> isSameLog(LogHead head, @Nullable Position after) {
        if (after == null) {
            return CompletableFuture.completedFuture(true);
        }
        if (!after.epoch().equals(head.epoch()) || after.seq() > head.lastSeq()) {
            return CompletableFuture.completedFuture(false);
        }
        Long at = after.atMillis();
        if (at == null || after.seq() < head.firstSeq()) {
            return CompletableFuture.completedFuture(true);
        }
        Long lastAt = head.atMillisIfLast(after.seq());
        if (lastAt != null) {
            return CompletableFuture.completedFuture(lastAt.equals(at));
        }
        return log.read(head, new LogRange.After(after.seq() - 1), 1, 1)
                .thenApply(page -> page.entries().isEmpty()
                        || page.entries().get(0).seq() != after.seq()
                        || page.entries().get(0).atMillis() == at);
    }
}
