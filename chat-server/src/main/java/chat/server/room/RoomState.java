// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;

/**
 * What a room has become by its entries. Immutable.
 *
 * @param seq the last entry that is in it
 * @param topic empty for none
 */
public record RoomState(long seq, String topic) {

    /** A room in which nothing has happened. */
    public static final RoomState EMPTY = new RoomState(0, "");

    /**
     * The state after the next entry.
     *
     * @throws IllegalArgumentException if it is not the next one
     */
    public RoomState with(LogEntry entry) {
        if (entry.seq() != seq + 1) {
            throw new IllegalArgumentException("entry " + entry.seq() + " (expected: " + (seq + 1) + ")");
        }
        boolean topicChanged = entry.type() == EventType.TOPIC;
        return new RoomState(entry.seq(), topicChanged ? ((RoomEvent.TopicChanged) entry.event()).text() : topic);
    }
}
