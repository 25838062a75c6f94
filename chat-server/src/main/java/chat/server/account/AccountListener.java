// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;

/** Told of what sessions have to heed, after it was committed. Called on any thread; must neither block nor throw. */
public interface AccountListener {

    /** A name belongs to an account from now on. */
    void registered(AccountName name);

    /** What was proved for an account before this generation is void. */
    void ended(long accountId, long generation);

    /** A token is worth nothing any more. */
    void revoked(long tokenId);
}
