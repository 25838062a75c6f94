// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.server.log.LogHead;

/**
 * A room as a store gives it.
 *
 * @param head the room's log
 * @param state folded from the entries up to {@link RoomState#seq}
 */
public record RoomSnapshot(LogHead head, RoomState state) {}
