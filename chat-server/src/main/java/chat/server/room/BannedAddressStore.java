// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where addresses of the banned are kept, as durably as messages. Thread-safe; stages are completed on any thread, those of
 * {@link #replace} after all entries are told to the {@link chat.server.log.CommitListener} that were committed before, and
 * exceptionally with a {@link chat.protocol.message.RejectedException} if the store is not able to.
 */
public interface BannedAddressStore {

    /** All of them, for the start. */
    CompletionStage<List<BannedAddress>> load();

    /**
     * Keeps addresses in place of those that there were of somebody in a room. In the order of the calls.
     *
     * @param room one that is open
     * @param addresses may be empty
     */
    CompletionStage<Void> replace(RoomName room, AccountName name, Set<AddressKey> addresses);
}
