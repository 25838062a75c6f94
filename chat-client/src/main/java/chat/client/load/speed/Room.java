// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.protocol.message.RoomName;

/**
 * A room of a run.
 *
 * @param opening how a message in it begins on the wire
 * @param firstSender the number of the first of those who send in it
 * @param senders how many send in it; their numbers follow one another
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by all members of the room.
record Room(RoomName name, byte[] opening, int firstSender, int senders) {

    static Room of(RoomName name, int firstSender, int senders) {
        return new Room(name, FrameScanner.messageIn(name.value()), firstSender, senders);
    }
}
