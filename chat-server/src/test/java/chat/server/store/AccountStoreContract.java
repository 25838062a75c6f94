// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.account.Account;
import chat.server.account.AccountChange;
import chat.server.account.AccountState;
import chat.server.account.AccountStore;
import chat.server.account.Block;
import chat.server.account.BotToken;
import chat.server.account.Invite;
import chat.server.account.NewAccount;
import chat.server.account.PasswordHash;
import chat.server.account.SecretKey;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link AccountStore} does, whatever it keeps things in. */
public abstract class AccountStoreContract {

    protected static final AccountName ANN = new AccountName("Ann");
    protected static final PasswordHash HASH = new PasswordHash("hash");

    protected ChatStore store;

    /** A store that has not been started. */
    protected abstract ChatStore create();

    /** One that knows nothing of the first one. */
    protected abstract ChatStore createAnother();

    @BeforeEach
    void start() {
        store = create();
        store.start(batch -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasAddedIsFoundInEverySpelling() {
        Account added = get(accounts().add(new NewAccount(ANN, HASH, null, 5)));

        Account found = get(accounts().find(new AccountName("aNN"))).orElseThrow();

        assertThat(found).isEqualTo(added).isEqualTo(new Account(1, ANN, HASH, AccountState.ACTIVE, 5, 5, 5));
        assertThat(found.name().value()).isEqualTo("Ann");
        assertThat(get(accounts().find(new AccountName("ben")))).isEmpty();
    }

    @Test
    void whatWasProvedForAnAccountIsNothingForAnotherOfItsNumber() {
        Account before = get(accounts().add(new NewAccount(ANN, HASH, null, 5)));
        store.close();
        store = createAnother();
        store.start(batch -> {});

        Account now = get(accounts().add(new NewAccount(ANN, HASH, null, 6)));

        assertThat(now.id()).isEqualTo(before.id());
        assertThat(now.generation()).isNotEqualTo(before.generation());
    }

    @Test
    void aBlockIsKeptOnceUntilItIsTakenBack() {
        Block block = new Block(1, 2);
        assertThat(get(accounts().addBlock(block))).isTrue();
        assertThat(get(accounts().addBlock(block))).isFalse();
        get(accounts().addBlock(new Block(2, 1)));
        assertThat(get(accounts().load()).blocks()).containsExactlyInAnyOrder(block, new Block(2, 1));

        assertThat(get(accounts().removeBlock(block))).isTrue();
        assertThat(get(accounts().removeBlock(block))).isFalse();

        assertThat(get(accounts().load()).blocks()).containsExactly(new Block(2, 1));
    }

    @Test
    void aNameIsGivenOnceAndNeverAgain() {
        Account ann = get(accounts().add(new NewAccount(ANN, HASH, null, 5)));
        get(accounts().change(new AccountChange(ann.id(), 5, PasswordHash.NONE, AccountState.DELETED, true, 6)));

        assertThat(refusal(accounts().add(new NewAccount(new AccountName("aNN"), HASH, null, 7))))
                .isEqualTo(ErrorCode.NAME_REGISTERED);
        assertThat(refusal(accounts().change(new AccountChange(ann.id(), 6, HASH, AccountState.ACTIVE, true, 6))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(get(accounts().load()).accounts())
                .containsExactly(new Account(1, ANN, PasswordHash.NONE, AccountState.DELETED, 6, 5, 6));
    }

    @Test
    void aChangeThatWasDecidedOnSomethingOlderIsRefused() {
        Account ann = get(accounts().add(new NewAccount(ANN, HASH, null, 5)));
        get(accounts().change(new AccountChange(ann.id(), 5, null, AccountState.LOCKED, true, 6)));

        assertThat(refusal(accounts().change(new AccountChange(ann.id(), 5, new PasswordHash("x"), null, false, 7))))
                .isEqualTo(ErrorCode.BUSY);

        assertThat(get(accounts().find(ANN))).contains(new Account(1, ANN, HASH, AccountState.LOCKED, 6, 5, 6));
        assertThat(refusal(accounts().change(new AccountChange(9, 5, null, null, true, 7))))
                .isEqualTo(ErrorCode.BAD_FIELD);
    }

    @Test
    void anInvitationIsUsedUpTogetherWithTheAccountOrNotAtAll() {
        Invite twice = get(accounts().addInvite(new Invite(new SecretKey(0, "abc"), 2, 100L)));
        assertThat(twice.key().id()).isEqualTo(1);

        assertThat(add("ann", new SecretKey(1, "abd"), 5)).isEqualTo(ErrorCode.INVITE_INVALID);
        assertThat(add("ann", new SecretKey(2, "abc"), 5)).isEqualTo(ErrorCode.INVITE_INVALID);
        assertThat(add("ann", twice.key(), 100)).isEqualTo(ErrorCode.INVITE_INVALID);
        assertThat(add("ann", twice.key(), 5)).isNull();
        assertThat(add("ANN", twice.key(), 5)).isEqualTo(ErrorCode.NAME_REGISTERED);
        assertThat(add("ben", twice.key(), 5))
                .as("not used up by what was refused")
                .isNull();
        assertThat(add("carol", twice.key(), 5)).isEqualTo(ErrorCode.INVITE_INVALID);
    }

    @Test
    void aTokenIsKeptWithItsRoomsUntilItIsRevoked() {
        Set<RoomName> rooms = Set.of(new RoomName("#a"), new RoomName("#b"));
        BotToken token =
                get(accounts().addToken(new BotToken(new SecretKey(0, "abc"), 1, "ci bot", rooms, 5, 100L, false)));
        BotToken other =
                get(accounts().addToken(new BotToken(new SecretKey(0, "def"), 1, "", Set.of(), 5, null, false)));

        get(accounts().revokeToken(token.key().id()));

        assertThat(get(accounts().load()).tokens())
                .containsExactlyInAnyOrder(
                        new BotToken(new SecretKey(1, "abc"), 1, "ci bot", rooms, 5, 100L, true), other);
        assertThat(refusal(accounts().revokeToken(9))).isEqualTo(ErrorCode.BAD_FIELD);
    }

    protected final AccountStore accounts() {
        return store.accounts();
    }

    private @Nullable ErrorCode add(String name, SecretKey invite, long atMillis) {
        CompletionStage<?> stage = accounts().add(new NewAccount(new AccountName(name), HASH, invite, atMillis));
        return stage.handle((done, failure) -> failure == null ? null : code(failure))
                .toCompletableFuture()
                .join();
    }

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static ErrorCode refusal(CompletionStage<?> stage) {
        return code(
                stage.handle((done, failure) -> failure).toCompletableFuture().join());
    }

    private static ErrorCode code(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return ((RejectedException) cause).code();
    }
}
