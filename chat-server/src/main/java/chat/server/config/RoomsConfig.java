// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;

/**
 * What holds for every room. Immutable and thread-safe.
 *
 * @param defaultRoom the room of a person who has not named one; begins with {@code #}
 * @param maxLag entries that a follower may be behind before it gets a gap; at least 1 if it is on
 * @param historyOnJoin entries shown on joining without a position, 0 to 10,000
 * @param tailEntries newest entries kept ready to send for each room, at least 1
 * @param tailSize bytes that these may take for each room, at least 1 KiB
 * @param keepEntries entries that a room keeps, at least 1 if it is on
 * @param keepAge how old an entry may become, at least 1 s if it is on
 * @param keep what single rooms keep instead of these two
 */
public record RoomsConfig(
        String defaultRoom,
        Limit<Integer> maxLag,
        int historyOnJoin,
        int tailEntries,
        DataSize tailSize,
        Limit<Integer> keepEntries,
        Limit<Duration> keepAge,
        RoomKeeps keep) {

    static RoomsConfig of(Values values) {
        return new RoomsConfig(
                values.get(Keys.ROOMS_DEFAULT),
                values.get(Keys.ROOMS_MAX_LAG),
                values.get(Keys.ROOMS_HISTORY_ON_JOIN),
                values.get(Keys.ROOMS_TAIL_ENTRIES),
                values.get(Keys.ROOMS_TAIL_SIZE),
                values.get(Keys.ROOMS_KEEP_ENTRIES),
                values.get(Keys.ROOMS_KEEP_AGE),
                values.get(Keys.ROOMS_KEEP));
    }
}
