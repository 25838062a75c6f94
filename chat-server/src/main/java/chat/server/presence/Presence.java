// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.presence;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is in which room. Thread-safe.
 *
 * <p>Changes are told by {@link #tell}, which something calls about once a second: whoever left and came back by then has
 * not been away. Rooms with more people than a limit keep their changes to themselves, as there the news of each to all
 * would cost the square of their number.
 */
public final class Presence {

    private final ConcurrentHashMap<RoomName, RoomPresence> rooms = new ConcurrentHashMap<>();
    private final PresenceListener listener;
    private final int maxToldPeople;

    /**
     * @param listener told of changes
     * @param maxToldPeople a room with more people in it tells nothing
     */
    public Presence(PresenceListener listener, int maxToldPeople) {
        this.listener = listener;
        this.maxToldPeople = maxToldPeople;
    }

    /**
     * Somebody follows a room on one more connection.
     *
     * @param who the same for all connections of one person, whatever the name
     */
    public void entered(RoomName room, String who, AccountName name) {
        // Inside compute, so that a room that somebody enters is not the one that is just removed for being empty.
        rooms.compute(room, (key, present) -> {
            RoomPresence people = present == null ? new RoomPresence() : present;
            people.entered(who, name);
            return people;
        });
    }

    /** Somebody follows a room on one connection less. */
    public void left(RoomName room, String who) {
        rooms.computeIfPresent(room, (key, people) -> {
            people.left(who);
            return people;
        });
    }

    /** Somebody in a room changed their name. */
    public void renamed(RoomName room, String who, AccountName name) {
        rooms.computeIfPresent(room, (key, people) -> {
            people.renamed(who, name);
            return people;
        });
    }

    /** Who is in a room, in the order of their names. */
    public List<AccountName> in(RoomName room) {
        RoomPresence people = rooms.get(room);
        return people == null ? List.of() : people.names();
    }

    /** How many people are in a room. */
    public int count(RoomName room) {
        RoomPresence people = rooms.get(room);
        return people == null ? 0 : people.size();
    }

    /** Tells what has changed since the last call. */
    public void tell() {
        for (RoomName room : rooms.keySet()) {
            rooms.computeIfPresent(room, (key, people) -> {
                people.changes(room, maxToldPeople).forEach(listener::changed);
                return people.isForgettable() ? null : people;
            });
        }
    }
}
