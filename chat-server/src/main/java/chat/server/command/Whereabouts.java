// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.room.Room;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** From where people are in rooms. Thread-safe; nothing of it is for anybody but the operator. */
public interface Whereabouts {

    /**
     * Where the connections come from with which somebody is in a room now. This machine's own addresses are left out, as
     * they are nobody's in particular.
     *
     * @param name of an account or a guest
     * @return completed on any thread; empty if there is none
     */
    CompletionStage<Set<AddressKey>> of(AccountName name, RoomName room);

    /** Takes a room away from everybody who may be in it no longer. */
    void recheck(Room room);
}
