// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.account.Account;
import chat.server.account.AccountChange;
import chat.server.account.AccountChanges;
import chat.server.account.AccountState;
import chat.server.account.AccountStore;
import chat.server.account.Block;
import chat.server.account.BotToken;
import chat.server.account.Invite;
import chat.server.account.NewAccount;
import chat.server.account.SecretKey;
import chat.server.store.CommitWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps accounts in memory. Thread-safe: everything is done on the writer thread, to which the maps are confined. */
final class MemoryAccounts implements AccountStore {

    private final Supplier<CommitWriter> writer;
    private final Consumer<Account> deleted;
    private final Map<AccountName, Long> ids = new HashMap<>();
    private final Map<Long, Account> accounts = new HashMap<>();
    private final Map<Long, BotToken> tokens = new HashMap<>();
    private final Map<Long, Invite> invites = new HashMap<>();
    private final Set<Block> blocks = new HashSet<>();

    /**
     * @param writer throws while the store is not open
     * @param deleted told of accounts that are deleted, on the writer thread
     */
    MemoryAccounts(Supplier<CommitWriter> writer, Consumer<Account> deleted) {
        this.writer = writer;
        this.deleted = deleted;
    }

    @Override
    public CompletionStage<Contents> load() {
        return call(
                () -> new Contents(List.copyOf(accounts.values()), List.copyOf(tokens.values()), List.copyOf(blocks)));
    }

    @Override
    public CompletionStage<Optional<Account>> find(AccountName name) {
        return call(() -> Optional.ofNullable(ids.get(name)).map(accounts::get));
    }

    @Override
    public CompletionStage<Account> add(NewAccount account) {
        return call(() -> {
            if (ids.containsKey(account.name())) {
                throw new RejectedException(
                        ErrorCode.NAME_REGISTERED, "name: " + account.name() + " belongs to an account, or did");
            }
            SecretKey invite = account.invite();
            if (invite != null) {
                useUp(invite, account.atMillis());
            }
            Account made = new Account(
                    ids.size() + 1L,
                    account.name(),
                    account.hash(),
                    AccountState.ACTIVE,
                    account.firstGeneration(),
                    account.atMillis(),
                    account.atMillis());
            ids.put(made.name(), made.id());
            accounts.put(made.id(), made);
            return made;
        });
    }

    private void useUp(SecretKey shown, long nowMillis) {
        Invite invite = invites.get(shown.id());
        if (invite == null || !shown.matches(invite.key().digest()) || !invite.isGood(nowMillis)) {
            throw new RejectedException(
                    ErrorCode.INVITE_INVALID, "invite: unknown, used up or expired (expected: another one)");
        }
        invites.put(shown.id(), new Invite(invite.key(), invite.uses() - 1, invite.expiresMillis()));
    }

    @Override
    public CompletionStage<Account> change(AccountChange change) {
        return call(() -> {
            Account now = accounts.get(change.id());
            if (now == null) {
                throw AccountChanges.unknown();
            }
            AccountChanges.requirePossible(now, change);
            Account changed = now.with(change);
            accounts.put(changed.id(), changed);
            if (changed.state() == AccountState.DELETED) {
                deleted.accept(changed);
            }
            return changed;
        });
    }

    @Override
    public CompletionStage<BotToken> addToken(BotToken token) {
        return call(() -> {
            BotToken kept = new BotToken(
                    new SecretKey(tokens.size() + 1L, token.key().digest()),
                    token.accountId(),
                    token.name(),
                    token.rooms(),
                    token.createdMillis(),
                    token.expiresMillis(),
                    false);
            tokens.put(kept.key().id(), kept);
            return kept;
        });
    }

    @Override
    public CompletionStage<Void> revokeToken(long id) {
        return call(() -> {
                    BotToken token = tokens.get(id);
                    if (token == null) {
                        throw AccountChanges.unknown();
                    }
                    return tokens.put(id, token.revoked());
                })
                .thenAccept(before -> {});
    }

    @Override
    public CompletionStage<Invite> addInvite(Invite invite) {
        return call(() -> {
            Invite kept = new Invite(
                    new SecretKey(invites.size() + 1L, invite.key().digest()), invite.uses(), invite.expiresMillis());
            invites.put(kept.key().id(), kept);
            return kept;
        });
    }

    @Override
    public CompletionStage<Boolean> addBlock(Block block) {
        return call(() -> blocks.add(block));
    }

    @Override
    public CompletionStage<Boolean> removeBlock(Block block) {
        return call(() -> blocks.remove(block));
    }

    private <T> CompletionStage<T> call(Callable<T> work) {
        return writer.get().call(work);
    }
}
