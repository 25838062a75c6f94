// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import chat.server.account.Block;
import chat.server.account.Blocks;
import chat.server.fanout.FanOut;
import chat.server.presence.PresenceListener;
import chat.server.room.Direct;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;

/**
 * Shows who came and went to those who follow a room; but not to two of whom one has blocked the other, in their direct
 * room. Thread-safe.
 */
public final class PresenceNews implements PresenceListener {

    private final FanOut fanOut;
    private final RoomDirectory rooms;
    private final Blocks blocks;

    public PresenceNews(FanOut fanOut, RoomDirectory rooms, Blocks blocks) {
        this.fanOut = fanOut;
        this.rooms = rooms;
        this.blocks = blocks;
    }

    @Override
    public void changed(Event.Presence change) {
        if (!change.room().isDirect() || !isBlocked(change.room())) {
            fanOut.broadcast(change.room(), change);
        }
    }

    private boolean isBlocked(RoomName name) {
        Room room = rooms.find(name);
        Direct direct = room == null ? null : room.direct();
        if (direct == null) {
            return false;
        }
        long lower = direct.pair().lower();
        long higher = direct.pair().higher();
        return blocks.has(new Block(lower, higher)) || blocks.has(new Block(higher, lower));
    }
}
