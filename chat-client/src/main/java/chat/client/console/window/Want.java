// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.HistoryRange;

/**
 * A part of a log that the window has no more, or not yet.
 *
 * @param room whose log
 * @param range which part
 * @param version of the timeline for which it is
 */
record Want(RoomView room, HistoryRange range, int version) {

    /** What is wanted now. */
    static Want of(RoomView room, HistoryRange range) {
        return new Want(room, range, room.timeline().version());
    }
}
