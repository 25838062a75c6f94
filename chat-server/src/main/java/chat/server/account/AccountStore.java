// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where accounts are kept, as durably as messages. Thread-safe; stages are completed on any thread, in the order in which
 * what they answer was committed, and exceptionally with a {@link RejectedException} if the store is not able to.
 */
public interface AccountStore {

    /** All there is, for the start. */
    record Contents(List<Account> accounts, List<BotToken> tokens, List<Block> blocks) {}

    /** Everything that is kept. */
    CompletionStage<Contents> load();

    /** The account of this name, in whatever state. */
    CompletionStage<Optional<Account>> find(AccountName name);

    /**
     * Makes an account and uses the invitation up, or neither. Fails with {@code name-registered} if there is one of this
     * name, or has been; with {@code invite-invalid} if the invitation is not good.
     */
    CompletionStage<Account> add(NewAccount account);

    /** Changes an account. Fails with {@code busy} if it has changed meanwhile, with {@code forbidden} if it is deleted. */
    CompletionStage<Account> change(AccountChange change);

    /** Keeps a token under a number that it gives. */
    CompletionStage<BotToken> addToken(BotToken token);

    /** Notes that a token is revoked. */
    CompletionStage<Void> revokeToken(long id);

    /** Keeps an invitation under a number that it gives. */
    CompletionStage<Invite> addInvite(Invite invite);

    /** Keeps that somebody has blocked somebody; false if they had. */
    CompletionStage<Boolean> addBlock(Block block);

    /** Forgets that somebody has blocked somebody; false if they had not. */
    CompletionStage<Boolean> removeBlock(Block block);
}
