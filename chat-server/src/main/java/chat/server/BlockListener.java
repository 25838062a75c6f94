// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;

/** Told of blocks, when they are durable. Called on any thread; must neither block nor throw. */
@FunctionalInterface
interface BlockListener {

    /** Nobody is told. */
    BlockListener NOBODY = (account, about, isBlocked) -> {};

    /**
     * Somebody has blocked somebody, or has taken that back.
     *
     * @param account whose wish it is
     * @param about whom it is about
     */
    void changed(AccountName account, AccountName about, boolean isBlocked);
}
