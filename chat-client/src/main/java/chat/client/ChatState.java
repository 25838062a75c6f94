// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.Position;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a later client needs to go on where this one is: see {@link ChatClient#state} and {@link ChatOptions#continuing}.
 *
 * @param producer who counts the message ids
 * @param nextId the id of the next message
 * @param resume what proves to the server who this client is, worth 7 days; null before the first welcome. As secret as
 *     a password
 * @param positions of each room that is followed the last entry that is known; where a room is catching up, the one
 *     before that began, so that whoever is interrupted is told all of it again
 * @param outbox what is not acknowledged, in the order of the ids
 */
public record ChatState(
        ProducerId producer,
        long nextId,
        @Nullable String resume,
        Map<RoomName, Position> positions,
        List<Unacknowledged> outbox) {

    /** Keeps copies. */
    public ChatState {
        positions = Map.copyOf(positions);
        outbox = List.copyOf(outbox);
    }

    /** All but the secret and the texts. */
    @Override
    public String toString() {
        return "ChatState[positions=" + positions + ", outbox=" + outbox.size() + "]";
    }
}
