// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The room that a connection's lines are about. Confined to the connection's event loop. */
final class CurrentRoom {

    private static final int MOST_KNOWN = 64;

    private final RoomName defaultRoom;
    private final Set<RoomName> been = new LinkedHashSet<>(2);
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

    /**
     * The person is in another room.
     *
     * @return whether they have been there before, as far as is known
     */
    boolean enter(RoomName entered) {
        name = entered;
        boolean isNew = been.add(entered);
        if (been.size() > MOST_KNOWN) {
            been.remove(been.iterator().next());
        }
        return !isNew;
    }

    /** Somebody has been let in who is in no room yet. */
    void welcomed(AccountName name) {
        isToBeEntered = true;
        been.clear();
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
