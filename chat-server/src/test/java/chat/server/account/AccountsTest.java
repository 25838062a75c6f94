// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.AccountName;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.audit.AuditTrail;
import chat.server.audit.SignInFailures;
import chat.server.config.DeletedMessages;
import chat.server.config.Limit;
import chat.server.config.Rate;
import chat.server.config.Registration;
import chat.server.limit.AddressKey;
import chat.server.metrics.ServerMetrics;
import chat.server.store.CommitWriter;
import chat.server.store.memory.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final AccountName ANN = new AccountName("ann");
    private static final AccountName CYRILLIC_APE = new AccountName("\u0430\u0440\u0435");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PASSWORD = "correct horse";
    private static final AddressKey HOME = address("192.0.2.1");

    private final MemoryStore kept =
            new MemoryStore(10, 1 << 20, DeletedMessages.KEEP, Clock.systemUTC(), new NoObserver());
    private final FaultyStore store = new FaultyStore(kept);
    private final FakeHashing hashing = new FakeHashing();
    private final HashingDesk desk = new HashingDesk(2, 4);
    private final ServerMetrics metrics = new ServerMetrics(new SimpleMeterRegistry());
    private final AuditTrail trail = new AuditTrail(kept::audit, Clock.systemUTC());
    private final AccountBook book = new AccountBook(store, Clock.systemUTC());
    private Accounts accounts = accounts(Limit.off(), Limit.off(), Limit.off());

    AccountsTest() {
        kept.start(batch -> {});
    }

    @AfterEach
    void close() {
        hashing.gate.countDown();
        desk.close();
        kept.close();
    }

    @Test
    void whoeverHasMadeAnAccountSignsInToIt() {
        register("Ann", PASSWORD);

        Access access = get(signIn("aNN", PASSWORD));

        assertThat(access.name().value()).isEqualTo("Ann");
        assertThat(accounts.isGood(access)).isTrue();
        assertThat(accounts.isRegistered(ANN)).isTrue();
    }

    @Test
    void whateverIsWrongCostsTheSameAndIsAnsweredTheSame() {
        register("ann", PASSWORD);
        register("locked", PASSWORD);
        register("deleted", PASSWORD);
        change("locked", AccountState.LOCKED);
        change("deleted", AccountState.DELETED);
        List<String> answers = new ArrayList<>();
        for (String name : List.of("ann", "nobody", "locked", "deleted")) {
            int before = hashing.computed.get();
            RejectedException refused = refusal(signIn(name, name.equals("ann") ? "wrong" : PASSWORD));
            assertThat(refused.code()).as(name).isEqualTo(ErrorCode.SIGN_IN_FAILED);
            assertThat(hashing.computed.get() - before).as("hashes for " + name).isEqualTo(1);
            answers.add(refused.reason());
        }
        assertThat(Set.copyOf(answers)).hasSize(1);
    }

    @Test
    void aStoreThatFailsRefuses() {
        register("ann", PASSWORD);
        store.failing = true;

        assertThat(refusal(signIn("ann", PASSWORD)).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void aHashThatFailsRefuses() {
        register("ann", PASSWORD);
        hashing.failure = new OutOfMemoryError("on purpose");

        assertThat(failure(signIn("ann", PASSWORD))).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aFullQueueRefusesAndSaysWhenToComeAgain() {
        register("ann", PASSWORD);
        hashing.gate = new CountDownLatch(1);
        List<CompletionStage<Access>> waiting = new ArrayList<>();
        waiting.add(signIn("ann", PASSWORD));
        // Its thread must have taken it, or the queue would be full one too early.
        await().atMost(10, TimeUnit.SECONDS).until(() -> desk.queued() == 0);
        for (int i = 0; i < 4; i++) {
            waiting.add(signIn("ann", PASSWORD));
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> desk.queued() == 4);

        RejectedException refused = refusal(signIn("ann", PASSWORD));

        assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(refused.retryAfterMillis()).isPositive();
        hashing.gate.countDown();
        waiting.forEach(AccountsTest::get);
    }

    @Test
    void anAccountThatIsLockedWhileItsPasswordIsHashedIsNotAdmitted() {
        register("ann", PASSWORD);
        hashing.gate = new CountDownLatch(1);
        CompletionStage<Access> underWay = signIn("ann", PASSWORD);
        await().atMost(10, TimeUnit.SECONDS).until(() -> hashing.computed.get() == 2);

        change("ann", AccountState.LOCKED);
        hashing.gate.countDown();

        assertThat(refusal(underWay).code()).isEqualTo(ErrorCode.SIGN_IN_FAILED);
    }

    @Test
    void whatIsTooOftenCostsNoHash() {
        accounts = accounts(rate(2), rate(3), Limit.off());
        register("ann", PASSWORD);
        refusal(signIn("ann", "wrong"));
        refusal(signIn("ANN", "wrong"));
        int before = hashing.computed.get();

        RejectedException byAccount = refusal(signIn("ann", PASSWORD));
        RejectedException byAddress = refusal(signIn("ben", PASSWORD));

        assertThat(byAccount.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(byAccount.retryAfterMillis()).isBetween(1L, 60_000L);
        assertThat(byAccount.reason()).contains("this account");
        assertThat(byAddress.reason()).contains("this address");
        assertThat(hashing.computed.get()).isEqualTo(before);
        // Somebody else at another place is none of it; their neighbours in one /64 are one party.
        assertThat(refusal(signIn("ben", PASSWORD, address("192.0.2.2"))).code())
                .isEqualTo(ErrorCode.SIGN_IN_FAILED);
        for (int i = 1; i <= 3; i++) {
            refusal(signIn("x" + i, PASSWORD, address("2001:db8::" + i)));
        }
        assertThat(refusal(signIn("x4", PASSWORD, address("2001:db8::4"))).code())
                .isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal(signIn("x5", PASSWORD, address("2001:db8:0:1::4"))).code())
                .isEqualTo(ErrorCode.SIGN_IN_FAILED);
    }

    @Test
    void registrationsFromOnePlaceAreHeldToARate() {
        accounts = accounts(Limit.off(), Limit.off(), rate(1));
        register("ann", PASSWORD);

        RejectedException refused =
                refusal(accounts.register(new AccountName("ben"), new Secret(PASSWORD), null, HOME));

        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(hashing.computed).hasValue(1);
    }

    @Test
    void aPasswordChangeVoidsWhatWasProvedBefore() {
        register("ann", PASSWORD);
        Access before = get(signIn("ann", PASSWORD));

        Access after = get(accounts.changePassword(before, new Secret(PASSWORD), new Secret("another horse"), HOME));

        assertThat(accounts.isGood(before)).isFalse();
        assertThat(accounts.isGood(after)).isTrue();
        assertVoid(before);
        assertThat(accounts.resume(after.accountId(), after.generation(), null)).isEqualTo(after);
        assertThat(refusal(signIn("ann", PASSWORD)).code()).isEqualTo(ErrorCode.SIGN_IN_FAILED);
        get(signIn("ann", "another horse"));
    }

    @Test
    void aPasswordIsNotChangedByWhoeverDoesNotKnowIt() {
        register("ann", PASSWORD);
        Access access = get(signIn("ann", PASSWORD));

        assertThat(refusal(accounts.changePassword(access, new Secret("wrong"), new Secret("another horse"), HOME))
                        .code())
                .isEqualTo(ErrorCode.SIGN_IN_FAILED);
        assertThat(refusal(accounts.delete(access, new Secret("wrong"), HOME)).code())
                .isEqualTo(ErrorCode.SIGN_IN_FAILED);
        assertThat(accounts.isGood(access)).isTrue();
    }

    @Test
    void theNameOfADeletedAccountStaysReserved() {
        register("ann", PASSWORD);
        Access access = get(signIn("ann", PASSWORD));

        get(accounts.delete(access, new Secret(PASSWORD), HOME));

        assertVoid(access);
        assertThat(accounts.isRegistered(ANN)).isTrue();
        assertThat(refusal(accounts.register(ANN, new Secret(PASSWORD), null, HOME))
                        .code())
                .isEqualTo(ErrorCode.NAME_REGISTERED);
        assertThat(get(store.find(ANN)).orElseThrow().hash()).isEqualTo(PasswordHash.NONE);
    }

    @Test
    void aHashOfOldParametersIsRenewedAtTheNextSignInAndVoidsNothing() {
        register("ann", PASSWORD);
        Access before = get(signIn("ann", PASSWORD));
        hashing.version = "2";

        get(signIn("ann", PASSWORD));

        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> get(store.find(ANN)).orElseThrow().hash().encoded().startsWith("2:"));
        assertThat(accounts.isGood(before)).isTrue();
        get(signIn("ann", PASSWORD));
    }

    @Test
    void aTokenIsWorthSomethingUntilItIsRevokedOrExpires() {
        register("bot", PASSWORD);
        long id = get(signIn("bot", PASSWORD)).accountId();
        RoomName room = new RoomName("#ci");
        String secret = SecretKey.random();
        BotToken token = get(book.addToken(token(id, secret, Set.of(room), null)));
        BotToken expired = get(book.addToken(token(id, secret, Set.of(), 1L)));

        Access access = get(signIn(SecretKey.shown(BotToken.KIND, token.key().id(), secret)));

        assertThat(access.rooms()).containsExactly(room);
        assertThat(refusal(accounts.changePassword(access, new Secret(PASSWORD), new Secret(PASSWORD), HOME))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        String text = SecretKey.shown(BotToken.KIND, token.key().id(), secret).reveal();
        for (String wrong : List.of(
                "",
                text + "x",
                text.replace("chat_1", "chat_9"),
                text.substring(0, text.length() - 1) + (text.endsWith("A") ? "B" : "A"),
                SecretKey.shown(BotToken.KIND, expired.key().id(), secret).reveal())) {
            assertThat(refusal(signIn(new Secret(wrong))).code()).as(wrong).isEqualTo(ErrorCode.SIGN_IN_FAILED);
        }
        get(book.revokeToken(token));
        assertThat(accounts.isGood(access)).isFalse();
        assertVoid(access);
        assertThat(refusal(signIn(new Secret(text))).code()).isEqualTo(ErrorCode.SIGN_IN_FAILED);
    }

    @Test
    void anInvitationIsGoodForSoManyAccounts() {
        accounts = accounts(Registration.INVITE);
        String secret = SecretKey.random();
        Invite invite = get(book.addInvite(new Invite(new SecretKey(0, SecretKey.digestOf(secret)), 1, null)));
        Secret shown = SecretKey.shown(Invite.KIND, invite.key().id(), secret);

        assertThat(refusal(accounts.register(ANN, new Secret(PASSWORD), null, HOME))
                        .code())
                .isEqualTo(ErrorCode.INVITE_INVALID);
        get(accounts.register(ANN, new Secret(PASSWORD), shown, HOME));
        assertThat(refusal(accounts.register(new AccountName("ben"), new Secret(PASSWORD), shown, HOME))
                        .code())
                .isEqualTo(ErrorCode.INVITE_INVALID);
        accounts = accounts(Registration.CLOSED);
        assertThat(refusal(accounts.register(new AccountName("ben"), new Secret(PASSWORD), shown, HOME))
                        .code())
                .isEqualTo(ErrorCode.REGISTRATION_CLOSED);
    }

    @RepeatedTest(100)
    void ofTwoWhoRegisterOneNameAtOnceOneDoes() {
        List<CompletableFuture<Void>> both = List.of(
                accounts.register(ANN, new Secret(PASSWORD), null, HOME).toCompletableFuture(),
                accounts.register(new AccountName("ANN"), new Secret("another horse"), null, HOME)
                        .toCompletableFuture());

        List<@Nullable Throwable> failures = both.stream()
                .map(each -> each.handle((done, failure) -> failure).join())
                .toList();

        assertThat(failures).containsOnlyOnce((Throwable) null);
        assertThat(failures.stream().filter(each -> each != null).map(AccountsTest::cause))
                .singleElement()
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NAME_REGISTERED));
        assertThat(book.size()).isEqualTo(1);
    }

    @RepeatedTest(100)
    void ofTwoWhoRegisterNamesThatLookAlikeAtOnceOneDoes() {
        List<CompletableFuture<Void>> both = List.of(
                accounts.register(new AccountName("ape"), new Secret(PASSWORD), null, HOME)
                        .toCompletableFuture(),
                accounts.register(CYRILLIC_APE, new Secret(PASSWORD), null, HOME)
                        .toCompletableFuture());

        List<@Nullable Throwable> failures = both.stream()
                .map(each -> each.handle((done, failure) -> failure).join())
                .toList();

        assertThat(failures).containsOnlyOnce((Throwable) null);
        assertThat(failures.stream().filter(each -> each != null).map(AccountsTest::cause))
                .singleElement()
                .isInstanceOfSatisfying(RejectedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NAME_REGISTERED);
                    assertThat(refused.reason()).contains("looks like");
                });
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void aNameThatCouldNotBeRegisteredIsFreeForWhatLooksLikeIt() {
        store.failing = true;
        assertThat(accounts.register(new AccountName("ape"), new Secret(PASSWORD), null, HOME))
                .failsWithin(PATIENCE);
        assertThat(accounts.isTaken(CYRILLIC_APE)).isFalse();
        store.failing = false;

        get(accounts.register(CYRILLIC_APE, new Secret(PASSWORD), null, HOME));

        assertThat(accounts.isTaken(new AccountName("ape"))).isTrue();
        assertThat(accounts.isRegistered(new AccountName("ape"))).isFalse();
    }

    /** An older server let them be made. */
    @Test
    void accountsThatLookAlikeAlreadyStay() {
        for (AccountName name : List.of(new AccountName("ape"), CYRILLIC_APE)) {
            get(kept.accounts().add(new NewAccount(name, hashing.hash(new Secret(PASSWORD)), null, 1)));
        }

        get(book.load());

        assertThat(get(signIn("ape", PASSWORD)).name().value()).isEqualTo("ape");
        assertThat(get(signIn(CYRILLIC_APE.value(), PASSWORD)).name()).isEqualTo(CYRILLIC_APE);
        assertThat(accounts.register(new AccountName("APE"), new Secret(PASSWORD), null, HOME))
                .failsWithin(PATIENCE);
        assertThat(book.size()).isEqualTo(2);
    }

    private Accounts accounts(Limit<Rate> perAccount, Limit<Rate> perAddress, Limit<Rate> registrations) {
        return new Accounts(
                book,
                hashing,
                desk,
                new AccountRules(Registration.OPEN, perAccount, perAddress, registrations),
                metrics,
                trail,
                new SignInFailures(trail));
    }

    private Accounts accounts(Registration registration) {
        return new Accounts(
                book,
                hashing,
                desk,
                new AccountRules(registration, Limit.off(), Limit.off(), Limit.off()),
                metrics,
                trail,
                new SignInFailures(trail));
    }

    private static Limit<Rate> rate(int count) {
        return Limit.atMost(new Rate(count, Duration.ofMinutes(1), count));
    }

    private static BotToken token(long account, String secret, Set<RoomName> rooms, @Nullable Long expires) {
        return new BotToken(new SecretKey(0, SecretKey.digestOf(secret)), account, "ci", rooms, 0, expires, false);
    }

    private void register(String name, String password) {
        get(accounts.register(new AccountName(name), new Secret(password), null, HOME));
    }

    private void change(String name, AccountState state) {
        Account account = get(store.find(new AccountName(name))).orElseThrow();
        get(book.change(account.name(), new AccountChange(account.id(), account.generation(), null, state, true, 1)));
    }

    private CompletionStage<Access> signIn(String name, String password) {
        return signIn(name, password, HOME);
    }

    private CompletionStage<Access> signIn(String name, String password, AddressKey from) {
        return accounts.signIn(new Credentials.OfAccount(new AccountName(name), new Secret(password)), from);
    }

    private CompletionStage<Access> signIn(Secret token) {
        return accounts.signIn(new Credentials.OfBot(token), HOME);
    }

    private void assertVoid(Access access) {
        RejectedException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                RejectedException.class,
                () -> accounts.resume(access.accountId(), access.generation(), access.tokenId()));
        assertThat(refused.code()).isEqualTo(ErrorCode.RESUME_INVALID);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static RejectedException refusal(CompletionStage<?> stage) {
        return (RejectedException) failure(stage);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return cause(
                stage.handle((done, failure) -> failure).toCompletableFuture().join());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static AddressKey address(String literal) {
        try {
            return AddressKey.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static final class NoObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {}
    }
}
