// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The store and the index that follows it: what is committed is known here before anybody is told. Thread-safe. */
public final class AccountBook {

    private static final AccountListener NOBODY = new AccountListener() {
        @Override
        public void registered(AccountName name) {}

        @Override
        public void ended(long accountId, long generation) {}

        @Override
        public void revoked(long tokenId) {}
    };

    private final AccountIndex index = new AccountIndex();
    private final AccountStore store;
    private final Clock clock;
    private final Blocks blocks;
    private volatile AccountListener listener = NOBODY;

    public AccountBook(AccountStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.blocks = new Blocks(store);
    }

    /** Who is told of changes; to be said before the first one. */
    public void tell(AccountListener told) {
        listener = told;
    }

    /** Reads everything from the store. To be done once, before the first connection. */
    public CompletionStage<Void> load() {
        return store.load().thenAccept(contents -> {
            contents.accounts().forEach(index::put);
            contents.tokens().forEach(index::put);
            blocks.load(contents.blocks());
        });
    }

    /** Whether a name belongs to an account, or did. */
    public boolean isRegistered(AccountName name) {
        return index.find(name) != null;
    }

    /** The name of an account, or of one that was, for which a name can be taken; it itself if it is one, null if there is none. */
    public @Nullable AccountName lookAlike(AccountName name) {
        return index.lookAlike(name);
    }

    /** Who has blocked whom. */
    public Blocks blocks() {
        return blocks;
    }

    /** The account of this name, in whatever state, or null. At once; its hash is not known here. */
    public @Nullable Account known(AccountName name) {
        return index.find(name);
    }

    /** The account of this number, likewise. */
    public @Nullable Account known(long id) {
        return index.find(id);
    }

    /** How many accounts there are, with those that were deleted. */
    public int size() {
        return index.size();
    }

    AccountIndex index() {
        return index;
    }

    long nowMillis() {
        return clock.millis();
    }

    CompletionStage<Optional<Account>> find(AccountName name) {
        return store.find(name);
    }

    CompletionStage<Account> add(AccountName name, PasswordHash hash, @Nullable SecretKey invite) {
        AccountName other = index.claim(name);
        if (other != null && !other.equals(name)) {
            return CompletableFuture.failedFuture(Accounts.looksLike(name, other));
        }
        CompletionStage<Account> added = store.add(new NewAccount(name, hash, invite, clock.millis()));
        return added.whenComplete((account, failure) -> {
                    if (failure != null && other == null) {
                        index.unclaim(name);
                    }
                })
                .thenApply(account -> {
                    // First known, then told: a guest who claims the name looks here after it has it.
                    index.put(account);
                    listener.registered(account.name());
                    return account;
                });
    }

    /** Changes an account as it is known to be. What fails may have been stored: it is looked up again. */
    CompletionStage<Account> change(AccountName name, AccountChange change) {
        return store.change(change).whenComplete((account, failure) -> {
            if (account != null) {
                changed(account);
            } else {
                store.find(name).thenAccept(found -> found.ifPresent(this::changed));
            }
        });
    }

    private void changed(Account account) {
        index.put(account);
        listener.ended(account.id(), account.generation());
    }

    CompletionStage<BotToken> addToken(BotToken token) {
        return store.addToken(token).thenApply(kept -> {
            index.put(kept);
            return kept;
        });
    }

    CompletionStage<Void> revokeToken(BotToken token) {
        return store.revokeToken(token.key().id()).thenAccept(nothing -> {
            index.put(token.revoked());
            listener.revoked(token.key().id());
        });
    }

    CompletionStage<Invite> addInvite(Invite invite) {
        return store.addInvite(invite);
    }
}
