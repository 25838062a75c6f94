// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;

/** What every store asks before it changes an account. */
public final class AccountChanges {

    private static final long SOON_MILLIS = 100;

    private AccountChanges() {}

    /**
     * Looks whether a change may be made.
     *
     * @param now the account as it is
     * @throws RejectedException if it may not
     */
    public static void requirePossible(Account now, AccountChange change) {
        if (now.state() == AccountState.DELETED) {
            throw new RejectedException(ErrorCode.FORBIDDEN, now.name() + " is deleted (expected: another account)");
        }
        if (now.generation() != change.expectedGeneration()) {
            throw new RejectedException(
                    ErrorCode.BUSY, "the account has changed meanwhile; nothing was stored", SOON_MILLIS);
        }
    }

    /** There is nothing under this number. */
    public static RejectedException unknown() {
        return new RejectedException(ErrorCode.BAD_FIELD, "there is none of this number (expected: one of the list)");
    }
}
