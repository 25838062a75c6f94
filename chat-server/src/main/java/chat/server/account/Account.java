// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;

/**
 * An account as it is kept.
 *
 * @param id never given twice
 * @param name in the spelling that was chosen
 * @param state whether it can be signed in to
 * @param generation rises whenever all that was proved before is void
 * @param createdMillis when it was made, in milliseconds since 1970
 * @param changedMillis when it was changed last
 */
public record Account(
        long id,
        AccountName name,
        PasswordHash hash,
        AccountState state,
        long generation,
        long createdMillis,
        long changedMillis) {

    /** The account after a change. */
    public Account with(AccountChange change) {
        PasswordHash newHash = change.hash();
        AccountState newState = change.state();
        return new Account(
                id,
                name,
                newHash == null ? hash : newHash,
                newState == null ? state : newState,
                change.isEnding() ? generation + 1 : generation,
                createdMillis,
                change.atMillis());
    }
}
