// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.room.RoomState;
import java.util.concurrent.ConcurrentHashMap;

/** Who may come to own a room by being the first in it, and how many that may be. Thread-safe. */
final class RoomMaking {

    private final RoomDirectory rooms;
    private final CommandRules rules;
    private final ConcurrentHashMap<Long, Integer> underWay = new ConcurrentHashMap<>();

    RoomMaking(RoomDirectory rooms, CommandRules rules) {
        this.rooms = rooms;
        this.rules = rules;
    }

    /** Whether nothing has happened in a room, so that the first account in it owns it. */
    boolean isNew(Room room) {
        RoomState state = room.state();
        return state.seq() == 0
                && room.head().lastSeq() == 0
                && room.direct() == null
                && !room.name().equals(rules.defaultRoom());
    }

    /**
     * Takes a place for one more room of the caller's account, however many are being made at this moment; {@link #end} gives
     * it back when the room is theirs, or is not.
     *
     * @return false if there is none
     */
    boolean begin(long accountId, Caller caller) {
        int more = underWay.merge(accountId, 1, Integer::sum);
        boolean mayOwn = rules.roomsPerAccount() == Integer.MAX_VALUE
                || rooms.countOwnedBy(caller.name()) + more <= rules.roomsPerAccount();
        if (!mayOwn) {
            end(accountId);
        }
        return mayOwn;
    }

    void end(long accountId) {
        underWay.computeIfPresent(accountId, (id, count) -> count == 1 ? null : count - 1);
    }

    RejectedException tooMany() {
        return new RejectedException(
                ErrorCode.TOO_MANY_ROOMS,
                "you own " + rules.roomsPerAccount()
                        + " rooms and make no more (expected: one that is there, or to give one of yours to another owner)");
    }
}
