// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What direct messages and invitations have to know of accounts. Thread-safe; what is asked is answered at once. */
public interface People {

    /**
     * Somebody with an account.
     *
     * @param id its number
     * @param name in the spelling that was chosen
     * @param isGone whether it has been deleted
     */
    record Person(long id, AccountName name, boolean isGone) {}

    /** Whoever has the account of this name, or had it; null if nobody. */
    @Nullable
    Person find(AccountName name);

    /** Whoever has the account of this number, or had it; null if nobody. */
    @Nullable
    Person find(long id);

    /** Whether somebody has blocked somebody. */
    boolean hasBlocked(long accountId, long blockedId);

    /** Whom somebody has blocked, in order. */
    List<AccountName> blockedBy(long accountId);

    /**
     * Somebody blocks somebody.
     *
     * @param most how many they may have blocked
     * @return completed on any thread when it is durable and {@link #hasBlocked} knows it; with false if nothing changed
     */
    CompletionStage<Boolean> block(long accountId, long blockedId, int most);

    /** Somebody blocks somebody no longer; as {@link #block}. */
    CompletionStage<Boolean> unblock(long accountId, long blockedId);
}
