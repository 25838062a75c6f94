// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Everything has been told that a room had when it was joined; what follows is said now.
 *
 * @param room which room
 * @param after the last entry that was known before; null where nothing was, at the very first join
 * @param sameLog whether the room's log is still the one of {@code after}. Otherwise it is not known what the old one had
 *     after it
 * @param messages how many messages were told since then; other entries do not count
 * @param missing how many entries between {@code after} and {@code head} could not be told, see {@link
 *     ChatListener#onGap}
 * @param head the number of the last entry that the room had when it was joined, 0 for none
 */
public record CaughtUp(
        RoomName room, @Nullable Position after, boolean sameLog, long messages, long missing, long head) {

    /** Whether nothing at all was missed of what came after {@link #after}. */
    public boolean complete() {
        return after != null && sameLog && missing == 0;
    }
}
