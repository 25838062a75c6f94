// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RoomName;

/** What became of a message. */
public sealed interface SendResult {

    /**
     * It is stored, as durably as the server's welcome said.
     *
     * @param room where
     * @param id its id within this client's producer
     * @param seq its number in the room's log
     * @param atMillis when it was stored, in milliseconds since 1970
     * @param duplicate whether it had been stored by an earlier attempt, whose answer got lost
     */
    record Sent(RoomName room, long id, long seq, long atMillis, boolean duplicate) implements SendResult {}

    /**
     * It is not stored and will not be: sending it again as it is would be refused again. What is refused for a moment
     * only is sent again by the client itself.
     *
     * @param room where it should have gone
     * @param id its id within this client's producer
     * @param code why
     * @param message why, for a person, as the server put it
     */
    record Rejected(RoomName room, long id, ErrorCode code, String message) implements SendResult {}
}
