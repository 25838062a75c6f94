// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.server.log.LogHead;
import org.jspecify.annotations.Nullable;

/**
 * A room as a store gives it.
 *
 * @param head the room's log
 * @param state folded from the entries up to {@link RoomState#seq}
 * @param direct what it is besides, if it is a direct room, else null
 */
public record RoomSnapshot(
        LogHead head, RoomState state, @Nullable Direct direct) {

    /** A room that is no direct one. */
    public RoomSnapshot(LogHead head, RoomState state) {
        this(head, state, null);
    }
}
