// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The rooms as they stand now: what is known of each from its committed entries alone.
 *
 * <p>{@link chat.server.room.RoomState} is immutable; {@link chat.server.room.Room} replaces it on the log's writer
 * thread and shows it to everybody. May import the log, no Netty.
 */
@NullMarked
package chat.server.room;

import org.jspecify.annotations.NullMarked;
