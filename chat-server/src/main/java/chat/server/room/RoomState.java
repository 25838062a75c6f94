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
     * The state after a later entry. What entries between have changed shows when it is changed again.
     *
     * @throws IllegalArgumentException if it is an entry that is in the state already
     */
    public RoomState with(LogEntry entry) {
        if (entry.seq() <= seq) {
            throw new IllegalArgumentException("entry " + entry.seq() + " (expected: after " + seq + ")");
        }
        boolean topicChanged = entry.type() == EventType.TOPIC;
        return new RoomState(entry.seq(), topicChanged ? ((RoomEvent.TopicChanged) entry.event()).text() : topic);
    }
}
