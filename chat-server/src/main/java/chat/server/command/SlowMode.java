// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.Role;
import chat.protocol.message.RoomName;
import chat.server.log.SenderId;
import chat.server.room.Room;
import chat.server.room.RoomRights;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When who may speak again in rooms that are slow. Thread-safe. After a restart everybody may speak at once.
 *
 * <p>Holds a bounded number of places; when they are full, those whose time has come are forgotten, and if there are none,
 * who comes next has to wait as if they had just spoken.
 */
final class SlowMode {

    private static final int MAX_PLACES = 65_536;

    private record Place(RoomName room, SenderId sender) {}

    private final ConcurrentHashMap<Place, Long> nextMillis = new ConcurrentHashMap<>();

    /** What is said to whoever has to wait. */
    static Event.Rejected refusal(@Nullable String ref, Room room, long waitMillis) {
        return new Event.Rejected(
                ref,
                ErrorCode.RATE_LIMITED,
                room.name() + " is slow: say it again in " + (waitMillis + 999) / 1000 + " s",
                waitMillis);
    }

    /**
     * Takes the caller's turn in a room.
     *
     * @return 0 if it is their turn; else how many milliseconds until it is
     */
    long take(Room room, Caller caller, RoomRights rights) {
        int slowSeconds = room.state().settings().slowSeconds();
        if (slowSeconds == 0 || rights.isAtLeast(Role.MODERATOR)) {
            return 0;
        }
        long now = rights.nowMillis();
        long next = now + 1000L * slowSeconds;
        Place place = new Place(room.name(), caller.id());
        if (nextMillis.size() >= MAX_PLACES && !nextMillis.containsKey(place)) {
            nextMillis.values().removeIf(due -> due <= now);
            if (nextMillis.size() >= MAX_PLACES) {
                return 1000L * slowSeconds;
            }
        }
        long[] wait = new long[1];
        nextMillis.compute(place, (key, due) -> {
            wait[0] = due == null || due <= now ? 0 : Math.min(due - now, 1000L * slowSeconds);
            return wait[0] == 0 ? next : due;
        });
        return wait[0];
    }
}
