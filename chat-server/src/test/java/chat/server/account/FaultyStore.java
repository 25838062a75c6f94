// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.store.ChatStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Fails when it is told to. */
final class FaultyStore implements AccountStore {

    private final ChatStore kept;
    volatile boolean failing;

    FaultyStore(ChatStore kept) {
        this.kept = kept;
    }

    @Override
    public CompletionStage<Contents> load() {
        return kept.accounts().load();
    }

    @Override
    public CompletionStage<Optional<Account>> find(AccountName name) {
        return failing
                ? CompletableFuture.failedFuture(new RejectedException(ErrorCode.STORE_UNAVAILABLE, "on purpose"))
                : kept.accounts().find(name);
    }

    @Override
    public CompletionStage<Account> add(NewAccount account) {
        return failing
                ? CompletableFuture.failedFuture(new RejectedException(ErrorCode.STORE_UNAVAILABLE, "on purpose"))
                : kept.accounts().add(account);
    }

    @Override
    public CompletionStage<Account> change(AccountChange change) {
        return kept.accounts().change(change);
    }

    @Override
    public CompletionStage<BotToken> addToken(BotToken token) {
        return kept.accounts().addToken(token);
    }

    @Override
    public CompletionStage<Void> revokeToken(long id) {
        return kept.accounts().revokeToken(id);
    }

    @Override
    public CompletionStage<Invite> addInvite(Invite invite) {
        return kept.accounts().addInvite(invite);
    }

    @Override
    public CompletionStage<Boolean> addBlock(Block block) {
        return kept.accounts().addBlock(block);
    }

    @Override
    public CompletionStage<Boolean> removeBlock(Block block) {
        return kept.accounts().removeBlock(block);
    }
}
