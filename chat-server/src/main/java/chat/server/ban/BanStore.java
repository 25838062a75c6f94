// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.ban;

import chat.server.config.AddressRanges.Range;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where bans of addresses are kept, as durably as messages. Thread-safe; stages are completed on any thread, in the order in
 * which what they answer was committed, and exceptionally with a {@link chat.protocol.message.RejectedException} if the store
 * is not able to.
 */
public interface BanStore {

    /** All of them, for the start. */
    CompletionStage<List<AddressBan>> load();

    /** Keeps one, in place of that of the same range; those that have ended by its time may go. */
    CompletionStage<AddressBan> put(AddressBan ban);

    /** Removes one; false if there is none of this range. */
    CompletionStage<Boolean> remove(Range range);
}
