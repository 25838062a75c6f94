// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.server.name.LookAlikes;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of accounts at once, without asking the store: which names are theirs, and what proofs are worth. Follows
 * the store, change by change. Thread-safe.
 */
final class AccountIndex {

    private final ConcurrentHashMap<Long, Account> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AccountName, Long> byName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, BotToken> tokens = new ConcurrentHashMap<>();
    private final LookAlikes looks = new LookAlikes();

    /** The name that is registered, or about to be, and can be taken for another; null if there is none. */
    @Nullable
    AccountName lookAlike(AccountName name) {
        return looks.of(name);
    }

    /** Keeps others from a name that is about to be registered, and from what looks like it; as {@link LookAlikes#claim}. */
    @Nullable
    AccountName claim(AccountName name) {
        return looks.claim(name);
    }

    /** It has not been registered. */
    void unclaim(AccountName name) {
        looks.remove(name);
        Account known = find(name);
        if (known != null) {
            // Of two who wanted the name at once, the other one has it: theirs had been found to be claimed.
            looks.add(known.name());
        }
    }

    /** An account was committed. Of two that come at once the newer counts. Hashes are not kept here. */
    void put(Account account) {
        Account known = new Account(
                account.id(),
                account.name(),
                PasswordHash.NONE,
                account.state(),
                account.generation(),
                account.createdMillis(),
                account.changedMillis());
        byId.merge(known.id(), known, (old, now) -> now.generation() < old.generation() ? old : now);
        byName.put(known.name(), known.id());
        looks.add(known.name());
    }

    void put(BotToken token) {
        tokens.merge(token.key().id(), token, (old, now) -> old.isRevoked() ? old : now);
    }

    @Nullable
    Account find(long id) {
        return byId.get(id);
    }

    @Nullable
    Account find(AccountName name) {
        Long id = byName.get(name);
        return id == null ? null : byId.get(id);
    }

    @Nullable
    BotToken findToken(long id) {
        return tokens.get(id);
    }

    List<Account> accounts() {
        return List.copyOf(byId.values());
    }

    List<BotToken> tokens() {
        return List.copyOf(tokens.values());
    }

    int size() {
        return byId.size();
    }
}
