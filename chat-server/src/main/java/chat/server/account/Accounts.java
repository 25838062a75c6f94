// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Password;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Secret;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditTrail;
import chat.server.audit.SignInFailures;
import chat.server.limit.AddressKey;
import chat.server.metrics.ServerMetrics;
import chat.server.metrics.SignInOutcome;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people do with accounts: make them, sign in to them, change their password, delete them. Thread-safe and never
 * blocks; stages are completed on other threads, exceptionally with a {@link RejectedException} where something is refused.
 */
public final class Accounts {

    private final AccountBook book;
    private final PasswordHashing hashing;
    private final HashingDesk desk;
    private final AccountRules rules;
    private final Throttles throttles;
    private final ServerMetrics metrics;
    private final AuditTrail trail;
    private final SignInFailures failures;
    private final PasswordHash decoy;

    /**
     * @param book what accounts there are
     * @param hashing how passwords are hashed, on the threads of the desk
     * @param rules what is held to a rate
     * @param trail takes down what becomes of accounts
     * @param failures takes down what is refused
     */
    public Accounts(
            AccountBook book,
            PasswordHashing hashing,
            HashingDesk desk,
            AccountRules rules,
            ServerMetrics metrics,
            AuditTrail trail,
            SignInFailures failures) {
        this.book = book;
        this.hashing = hashing;
        this.desk = desk;
        this.rules = rules;
        this.metrics = metrics;
        this.trail = trail;
        this.failures = failures;
        this.throttles = new Throttles(rules, System::nanoTime);
        this.decoy = hashing.decoy();
    }

    /** Whether a name belongs to an account, or did. At once. */
    public boolean isRegistered(AccountName name) {
        return book.isRegistered(name);
    }

    /** Whether a name is {@link #isRegistered registered}, or can be taken for one that is. At once. */
    public boolean isTaken(AccountName name) {
        return isRegistered(name) || book.lookAlike(name) != null;
    }

    /** The account of a number, in whatever state, or null. At once; its hash is not known here. */
    public @Nullable Account known(long id) {
        return book.known(id);
    }

    /**
     * Signs somebody in.
     *
     * @param from where they come from
     */
    public CompletionStage<Access> signIn(Credentials credentials, AddressKey from) {
        String account = credentials instanceof Credentials.OfAccount person
                ? person.account().value()
                : "a token";
        return watched(account, from, counted(() -> {
            if (credentials instanceof Credentials.OfAccount person) {
                throttles.signIn(person.account(), from);
                return verified(person.account(), person.password()).thenApply(this::admitted);
            }
            throttles.address(from);
            return CompletableFuture.completedFuture(ofToken(((Credentials.OfBot) credentials).token()));
        }));
    }

    /**
     * Takes somebody back who has proved who they are. At once.
     *
     * @throws RejectedException with {@link ErrorCode#RESUME_INVALID} if the proof is void by now
     */
    public Access resume(long accountId, long generation, @Nullable Long tokenId) {
        Account account = book.index().find(accountId);
        BotToken token = tokenId == null ? null : book.index().findToken(tokenId);
        if (account == null || (tokenId != null && token == null)) {
            throw outdated();
        }
        Access access = new Access(accountId, account.name(), generation, token);
        if (!isGood(access)) {
            throw outdated();
        }
        return access;
    }

    /** Whether somebody who was signed in still is: nothing that they proved has become void. At once. */
    public boolean isGood(Access access) {
        Account account = book.index().find(access.accountId());
        boolean isCurrent = account != null
                && account.state() == AccountState.ACTIVE
                && account.generation() == access.generation();
        Long tokenId = access.tokenId();
        BotToken token = tokenId == null ? null : book.index().findToken(tokenId);
        return isCurrent && (tokenId == null || (token != null && token.isGood(book.nowMillis())));
    }

    /**
     * Makes an account.
     *
     * @param invite what allows it, or null
     * @param from where its maker comes from
     */
    public CompletionStage<Void> register(AccountName name, Secret password, @Nullable Secret invite, AddressKey from) {
        return refusing(() -> {
            requireMayRegister(invite);
            throttles.registration(from);
            SecretKey key = invite == null ? null : SecretKey.parse(Invite.KIND, invite);
            if (invite != null && key == null) {
                throw new RejectedException(
                        ErrorCode.INVITE_INVALID,
                        "invite: not an invitation (expected: one from the operator, which begins with invite_)");
            }
            Secret chosen = Password.chosen(password);
            if (isRegistered(name)) {
                throw registered(name);
            }
            AccountName other = book.lookAlike(name);
            if (other != null && !other.equals(name)) {
                throw looksLike(name, other);
            }
            return desk.submit(() -> hashing.hash(chosen))
                    .whenComplete((hash, failure) -> chosen.clear())
                    .thenCompose(hash -> trail.noteWhenDone(
                            book.add(name, hash, key), Actor.guest(name, from), AuditAction.ACCOUNT_ADDED, name))
                    .thenAccept(account -> {});
        });
    }

    /**
     * Changes the password of somebody who is signed in, which voids all proofs.
     *
     * @return what they are signed in with from then on
     */
    public CompletionStage<Access> changePassword(Access access, Secret old, Secret chosen, AddressKey from) {
        return watched(access.name().value(), from, refusing(() -> {
            requirePerson(access);
            Secret next = Password.chosen(chosen);
            throttles.signIn(access.name(), from);
            return verified(access.name(), old)
                    .thenCompose(account -> desk.submit(() -> hashing.hash(next))
                            .whenComplete((hash, failure) -> next.clear())
                            .thenCompose(hash -> noted(account, change(account, hash, null), from)))
                    .thenApply(account -> new Access(account.id(), account.name(), account.generation(), null));
        }));
    }

    /** Deletes the account of somebody who is signed in. Its name stays reserved. */
    public CompletionStage<Void> delete(Access access, Secret password, AddressKey from) {
        return watched(access.name().value(), from, refusing(() -> {
            requirePerson(access);
            throttles.signIn(access.name(), from);
            return verified(access.name(), password)
                    .thenCompose(
                            account -> noted(account, change(account, PasswordHash.NONE, AccountState.DELETED), from))
                    .thenAccept(account -> {});
        }));
    }

    /** A change by the account's owner, taken down. */
    private CompletionStage<Account> noted(Account account, AccountChange change, AddressKey from) {
        return trail.noteWhenDone(
                book.change(account.name(), change),
                Actor.account(account.name(), from),
                change.state() == AccountState.DELETED ? AuditAction.ACCOUNT_DELETED : AuditAction.PASSWORD_SET,
                account.name());
    }

    /** Takes down that somebody had not what belongs to an account, or tried too often. */
    private <T> CompletionStage<T> watched(String account, AddressKey from, CompletionStage<T> attempt) {
        return attempt.whenComplete((done, failure) -> {
            if (failure != null) {
                SignInOutcome outcome = outcome(failure);
                if (outcome == SignInOutcome.REFUSED || outcome == SignInOutcome.THROTTLED) {
                    failures.refused(account, from);
                }
            }
        });
    }

    static RejectedException registered(AccountName name) {
        return new RejectedException(
                ErrorCode.NAME_REGISTERED,
                "name: " + name + " belongs to an account, or did (expected: sign in, or another name)");
    }

    static RejectedException looksLike(AccountName name, AccountName other) {
        return new RejectedException(
                ErrorCode.NAME_REGISTERED,
                "name: " + name + " looks like " + other
                        + ", which belongs to an account, or did (expected: another name)");
    }

    private record Verdict(boolean isRight, @Nullable PasswordHash renewed) {}

    /** The account that a password is right for. Whatever is wrong costs the same and is answered with the same words. */
    private CompletionStage<Account> verified(AccountName name, Secret password) {
        Secret typed = Password.normalised(password);
        password.clear();
        return book.find(name)
                .thenCompose(found -> {
                    Optional<Account> usable = found.filter(account -> account.state() == AccountState.ACTIVE);
                    PasswordHash hash = usable.map(Account::hash).orElse(decoy);
                    return desk.submit(() -> judge(typed, hash)).thenApply(verdict -> {
                        if (!verdict.isRight() || usable.isEmpty()) {
                            throw failed();
                        }
                        renew(usable.get(), verdict.renewed());
                        return usable.get();
                    });
                })
                .whenComplete((account, failure) -> typed.clear());
    }

    private Verdict judge(Secret typed, PasswordHash hash) {
        boolean isRight = hashing.matches(typed, hash);
        return new Verdict(isRight, isRight && !hashing.isCurrent(hash) ? hashing.hash(typed) : null);
    }

    /** Keeps a hash that was made as they are made now. If that fails, the next sign-in tries again. */
    private void renew(Account account, @Nullable PasswordHash renewed) {
        if (renewed != null) {
            var unused = book.change(
                    account.name(),
                    new AccountChange(account.id(), account.generation(), renewed, null, false, book.nowMillis()));
        }
    }

    private Access admitted(Account account) {
        Access access = new Access(account.id(), account.name(), account.generation(), null);
        if (!isGood(access)) {
            // Locked while the password was being hashed.
            throw failed();
        }
        return access;
    }

    private Access ofToken(Secret shown) {
        SecretKey key = SecretKey.parse(BotToken.KIND, shown);
        BotToken token = key == null ? null : book.index().findToken(key.id());
        if (key == null || token == null || !key.matches(token.key().digest())) {
            throw failed();
        }
        Account account = book.index().find(token.accountId());
        if (account == null) {
            throw failed();
        }
        Access access = new Access(account.id(), account.name(), account.generation(), token);
        if (!isGood(access)) {
            throw failed();
        }
        return access;
    }

    private AccountChange change(Account account, PasswordHash hash, @Nullable AccountState state) {
        return new AccountChange(account.id(), account.generation(), hash, state, true, book.nowMillis());
    }

    private void requireMayRegister(@Nullable Secret invite) {
        switch (rules.registration()) {
            case OPEN -> {}
            case INVITE -> {
                if (invite == null) {
                    throw new RejectedException(
                            ErrorCode.INVITE_INVALID, "invite: missing (expected: one from the operator)");
                }
            }
            case CLOSED, AUTO ->
                throw new RejectedException(
                        ErrorCode.REGISTRATION_CLOSED, "nobody may make an account here (expected: ask the operator)");
        }
    }

    private static void requirePerson(Access access) {
        if (access.token() != null) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN, "a token does not change its account (expected: sign in with the password)");
        }
    }

    private CompletionStage<Access> counted(Supplier<CompletionStage<Access>> work) {
        return refusing(work).whenComplete((access, failure) -> metrics.signIn(outcome(failure)));
    }

    private static SignInOutcome outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return SignInOutcome.OK;
        }
        Throwable cause = failure instanceof CompletionException ? Objects.requireNonNull(failure.getCause()) : failure;
        if (!(cause instanceof RejectedException rejection)) {
            return SignInOutcome.FAILED;
        }
        return switch (rejection.code()) {
            case SIGN_IN_FAILED -> SignInOutcome.REFUSED;
            case RATE_LIMITED -> SignInOutcome.THROTTLED;
            case BUSY -> SignInOutcome.BUSY;
            default -> SignInOutcome.FAILED;
        };
    }

    /** What is refused at once is refused the same way as what is refused later. */
    private static <T> CompletionStage<T> refusing(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RejectedException failed() {
        return new RejectedException(
                ErrorCode.SIGN_IN_FAILED,
                "no such account, or not its password or token (expected: an account that is not locked, and what"
                        + " belongs to it)");
    }

    private static RejectedException outdated() {
        return new RejectedException(
                ErrorCode.RESUME_INVALID,
                "resume: void by now (expected: a hello without it, with account and password or token)");
    }
}
