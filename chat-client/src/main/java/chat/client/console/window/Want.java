// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.HistoryRange;

/**
 * A part of a log that the window has no more, or not yet.
 *
 * @param room whose log
 * @param range which part
 */
record Want(RoomView room, HistoryRange range) {}
