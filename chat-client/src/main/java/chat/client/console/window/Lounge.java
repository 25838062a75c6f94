// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the person is while they are in no room: what is told then is seen at once, and comes along into the next room. */
final class Lounge {

    private static final int MAX_TOLD = 50;

    /** Is not shown, and no room is looked up by it. */
    private static final RoomName NAME = new RoomName("#nowhere");

    private final KillBuffer kills;
    private final List<Function<ItemKey, Item>> told = new ArrayList<>();

    private RoomView view;

    Lounge(KillBuffer kills) {
        this.kills = kills;
        this.view = new RoomView(NAME, kills);
    }

    /** What is to be seen of it. */
    RoomView view() {
        return view;
    }

    /** Tells something here. */
    void tell(Function<ItemKey, Item> what) {
        if (told.size() == MAX_TOLD) {
            told.remove(0);
        }
        told.add(what);
        view.tell(what);
    }

    /** The person is in a room now. */
    void leaveFor(RoomView room) {
        told.forEach(room::tell);
        if (!told.isEmpty()) {
            told.clear();
            view = new RoomView(NAME, kills);
        }
    }
}
