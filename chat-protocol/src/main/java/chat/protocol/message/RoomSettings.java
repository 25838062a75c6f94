// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/**
 * How a room is used.
 *
 * @param access who may be in it
 * @param posting who may speak
 * @param slowSeconds how long somebody who is no moderator waits between two messages, 0 to {@value #MAX_SLOW_SECONDS};
 *     0 for not at all
 */
public record RoomSettings(Access access, Posting posting, int slowSeconds) {

    /** The most seconds of slow mode: a day. */
    public static final int MAX_SLOW_SECONDS = 86_400;

    /** What a room begins with. */
    public static final RoomSettings OPEN = new RoomSettings(Access.PUBLIC, Posting.EVERYONE, 0);
}
