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
}
