// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import org.jspecify.annotations.Nullable;

/**
 * An account that is to be made.
 *
 * @param invite what is used up by it, or null if none is needed
 * @param atMillis when, in milliseconds since 1970
 */
public record NewAccount(
        AccountName name, PasswordHash hash, @Nullable SecretKey invite, long atMillis) {

    /**
     * The account's first generation: no other account that has had this number has proofs of it, as the numbers begin
     * again where a store has forgotten or was taken back to an older state.
     */
    public long firstGeneration() {
        return atMillis;
    }
}
