// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Password;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the operator does with accounts. Hashes on the thread of whoever calls, so that it is nothing for an event loop;
 * stages fail with a {@link RejectedException} where something is refused.
 */
public final class OperatorAccounts {

    private final AccountBook book;
    private final PasswordHashing hashing;

    public OperatorAccounts(AccountBook book, PasswordHashing hashing) {
        this.book = book;
        this.hashing = hashing;
    }

    /** All accounts, with those that were deleted, in the order of their names. */
    public List<Account> accounts() {
        return book.index().accounts().stream()
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }

    /** All tokens, with those that are worth nothing any more, in the order in which they were made. */
    public List<BotToken> tokens() {
        return book.index().tokens().stream()
                .sorted(Comparator.comparing(token -> token.key().id()))
                .toList();
    }

    /** Whose a token is. */
    public String owner(BotToken token) {
        Account account = book.index().find(token.accountId());
        return account == null ? "?" : account.name().value();
    }

    /** Makes an account. */
    public CompletionStage<Account> add(AccountName name, Secret password) {
        return book.add(name, hashing.hash(Password.chosen(password)), null);
    }

    /** Gives an account another password, and ends all that it is signed in with. */
    public CompletionStage<Account> resetPassword(AccountName name, Secret password) {
        return change(name, hashing.hash(Password.chosen(password)), null);
    }

    /** Locks, unlocks or deletes an account, and ends all that it is signed in with. */
    public CompletionStage<Account> set(AccountName name, AccountState state) {
        return change(name, state == AccountState.DELETED ? PasswordHash.NONE : null, state);
    }

    /** Ends all that an account is signed in with, but for its tokens. */
    public CompletionStage<Account> signOut(AccountName name) {
        return change(name, null, null);
    }

    /** Makes an invitation, which is shown this once. */
    public CompletionStage<Secret> invite(int uses, @Nullable Long expiresMillis) {
        String secret = SecretKey.random();
        return book.addInvite(new Invite(new SecretKey(0, SecretKey.digestOf(secret)), uses, expiresMillis))
                .thenApply(invite -> SecretKey.shown(Invite.KIND, invite.key().id(), secret));
    }

    /** Makes a token, which is shown this once. */
    public CompletionStage<Secret> addToken(
            AccountName account, String name, Set<RoomName> rooms, @Nullable Long expiresMillis) {
        Account owner = require(account);
        String secret = SecretKey.random();
        return book.addToken(new BotToken(
                        new SecretKey(0, SecretKey.digestOf(secret)),
                        owner.id(),
                        name,
                        rooms,
                        book.nowMillis(),
                        expiresMillis,
                        false))
                .thenApply(token -> SecretKey.shown(BotToken.KIND, token.key().id(), secret));
    }

    /** Makes a token worth nothing. */
    public CompletionStage<Void> revokeToken(long id) {
        BotToken token = book.index().findToken(id);
        return token == null ? CompletableFuture.failedFuture(AccountChanges.unknown()) : book.revokeToken(token);
    }

    private CompletionStage<Account> change(
            AccountName name, @Nullable PasswordHash hash, @Nullable AccountState state) {
        Account account = require(name);
        return book.change(
                account.name(),
                new AccountChange(account.id(), account.generation(), hash, state, true, book.nowMillis()));
    }

    private Account require(AccountName name) {
        Account account = book.index().find(name);
        if (account == null) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "there is no account " + name + " (expected: one of account list)");
        }
        return account;
    }
}
