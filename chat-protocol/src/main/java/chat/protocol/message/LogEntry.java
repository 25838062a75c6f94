// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/**
 * One entry of a room's log.
 *
 * @param room the room
 * @param seq 1, 2, 3, … without a hole within one epoch of the room
 * @param atMillis when the server stored it, in milliseconds since 1970; never decreases within a room
 * @param from who did it
 * @param event what was done
 */
public record LogEntry(RoomName room, long seq, long atMillis, AccountName from, RoomEvent event) implements Event {
    @Override
    public EventType type() {
        return event.type();
    }
}
