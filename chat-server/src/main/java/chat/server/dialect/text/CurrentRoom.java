// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/** The room that a connection's lines are about. Confined to the connection's event loop. */
final class CurrentRoom {

    private final RoomName defaultRoom;
    private RoomName name;
    private boolean isToBeEntered;
    private @Nullable AccountName self;

    CurrentRoom(RoomName defaultRoom) {
        this.defaultRoom = defaultRoom;
        this.name = defaultRoom;
    }

    RoomName name() {
        return name;
    }

    RoomName defaultRoom() {
        return defaultRoom;
    }

    void set(RoomName entered) {
        name = entered;
    }

    /** Somebody has been let in who is in no room yet. */
    void welcomed(AccountName name) {
        isToBeEntered = true;
        self = name;
    }

    /** As whom they were let in, or null if nobody was yet. A guest may be called something else by now. */
    @Nullable
    AccountName self() {
        return self;
    }

    /** Whether the room is still to be entered; from then on it is not. */
    boolean takeEntry() {
        boolean taken = isToBeEntered;
        isToBeEntered = false;
        return taken;
    }
}
