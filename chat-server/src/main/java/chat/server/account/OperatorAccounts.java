// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Password;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditTrail;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operator does with accounts. Hashes on the thread of whoever calls, so that it is nothing for an event loop;
 * stages fail with a {@link RejectedException} where something is refused.
 */
public final class OperatorAccounts {

    private static final int MAX_TOKEN_NAME = 64;

    private final AccountBook book;
    private final PasswordHashing hashing;
    private final AuditTrail trail;
    private final Actor actor;

    /**
     * @param trail where what is done is taken down
     * @param actor who does it
     */
    public OperatorAccounts(AccountBook book, PasswordHashing hashing, AuditTrail trail, Actor actor) {
        this.book = book;
        this.hashing = hashing;
        this.trail = trail;
        this.actor = actor;
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
        return trail.noteWhenDone(
                book.add(name, hashing.hash(Password.chosen(password)), null), actor, AuditAction.ACCOUNT_ADDED, name);
    }

    /** Gives an account another password, and ends all that it is signed in with. */
    public CompletionStage<Account> resetPassword(AccountName name, Secret password) {
        return change(name, hashing.hash(Password.chosen(password)), null, AuditAction.PASSWORD_SET);
    }

    /** Locks, unlocks or deletes an account, and ends all that it is signed in with. */
    public CompletionStage<Account> set(AccountName name, AccountState state) {
        return switch (state) {
            case ACTIVE -> change(name, null, state, AuditAction.ACCOUNT_UNLOCKED);
            case LOCKED -> change(name, null, state, AuditAction.ACCOUNT_LOCKED);
            case DELETED -> change(name, PasswordHash.NONE, state, AuditAction.ACCOUNT_DELETED);
        };
    }

    /** Ends all that an account is signed in with, but for its tokens. */
    public CompletionStage<Account> signOut(AccountName name) {
        return change(name, null, null, AuditAction.SIGNED_OUT);
    }

    /** Makes an invitation, which is shown this once. */
    public CompletionStage<Secret> invite(int uses, @Nullable Long expiresMillis) {
        String secret = SecretKey.random();
        return book.addInvite(new Invite(new SecretKey(0, SecretKey.digestOf(secret)), uses, expiresMillis))
                .thenCompose(invite -> note(
                                AuditAction.INVITATION_ADDED, invite.key().id(), "for " + uses + until(expiresMillis))
                        .thenApply(kept ->
                                SecretKey.shown(Invite.KIND, invite.key().id(), secret)));
    }

    /** Makes a token, which is shown this once. */
    public CompletionStage<Secret> addToken(
            AccountName account, String name, Set<RoomName> rooms, @Nullable Long expiresMillis) {
        requireName(name);
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
                .thenCompose(token -> note(
                                AuditAction.TOKEN_ADDED,
                                token.key().id(),
                                "of " + owner.name() + ", for " + scope(rooms) + until(expiresMillis))
                        .thenApply(kept ->
                                SecretKey.shown(BotToken.KIND, token.key().id(), secret)));
    }

    /** Makes a token worth nothing. */
    public CompletionStage<Void> revokeToken(long id) {
        BotToken token = book.index().findToken(id);
        if (token == null) {
            return CompletableFuture.failedFuture(AccountChanges.unknown());
        }
        return book.revokeToken(token).thenCompose(done -> note(AuditAction.TOKEN_REVOKED, id, "of " + owner(token)));
    }

    private CompletionStage<Void> note(AuditAction action, long number, String detail) {
        return trail.note(actor, action, Long.toString(number), null, detail, "");
    }

    /** What a token is called is only ever shown, and on a terminal too. */
    private static void requireName(String name) {
        boolean isPlain =
                name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || (c > ' ' && c < 0x7f) || c == ' ');
        if (name.isBlank() || name.length() > MAX_TOKEN_NAME || !isPlain) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "name: not fit for a token (expected: 1 to " + MAX_TOKEN_NAME
                            + " letters, digits, signs or spaces)");
        }
    }

    private static String scope(Set<RoomName> rooms) {
        return rooms.isEmpty()
                ? "all rooms"
                : rooms.stream().map(RoomName::value).sorted().collect(Collectors.joining(" "));
    }

    private static String until(@Nullable Long millis) {
        return millis == null ? "" : ", until " + Instant.ofEpochMilli(millis);
    }

    private CompletionStage<Account> change(
            AccountName name, @Nullable PasswordHash hash, @Nullable AccountState state, AuditAction action) {
        Account account = require(name);
        AccountChange change =
                new AccountChange(account.id(), account.generation(), hash, state, true, book.nowMillis());
        return trail.noteWhenDone(book.change(account.name(), change), actor, action, account.name());
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
