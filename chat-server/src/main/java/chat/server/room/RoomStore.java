// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where rooms come from. Thread-safe; no method blocks. */
public interface RoomStore {

    /** The rooms that were there when the store was started. Ask after that. */
    List<RoomSnapshot> rooms();

    /**
     * Opens a room, makes it if there is none.
     *
     * @return completed on any thread; exceptionally with a {@link chat.protocol.message.RejectedException} if the store
     *     is not able to
     */
    CompletionStage<RoomSnapshot> openRoom(RoomName name);

    /**
     * Opens a direct room, makes it if there is none. It is whose it has always been, whoever asks.
     *
     * @param pair whose it is if it is made
     * @return as {@link #openRoom}
     */
    CompletionStage<RoomSnapshot> openDirect(RoomName name, DirectPair pair);

    /**
     * Keeps how far somebody has been sent a direct room. May be lost without harm, as they are told of it once more then.
     *
     * @param accountId one of the two
     * @param seq the last entry they have been sent
     */
    void saveSeen(RoomName name, long accountId, long seq);
}
