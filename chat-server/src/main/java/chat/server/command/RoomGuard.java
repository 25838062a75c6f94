// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.RoomEvent;
import chat.server.log.Append;
import chat.server.room.Room;
import chat.server.room.RoomRights;
import chat.server.room.RoomState;
import java.time.Clock;

/** Looks up what callers may do in a room, now. Thread-safe. */
final class RoomGuard {

    private final Clock clock;

    RoomGuard(Clock clock) {
        this.clock = clock;
    }

    /** What a caller may do in a room at this moment. */
    RoomRights of(Caller caller, Room room) {
        return new RoomRights(room, caller.name(), caller.accountId(), caller.address(), clock.millis());
    }

    long nowMillis() {
        return clock.millis();
    }

    /**
     * An append that is only stored if nobody's rights have changed since a state.
     *
     * @param state the one that the caller's rights were looked up in
     */
    static Append append(Room room, RoomState state, Caller caller, RoomEvent event) {
        return new Append(room.head(), caller.name(), caller.id(), event, null, caller.loop(), state.rightsSeq(), null);
    }
}
