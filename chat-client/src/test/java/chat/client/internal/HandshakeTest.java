// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatOptions;
import chat.client.ConnectionStatus.Trouble;
import chat.client.ServerAddress;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.Secret;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final AccountName ANNA = new AccountName("anna");
    private static final Credentials CREDENTIALS = new Credentials.OfAccount(ANNA, new Secret("correct horse"));

    private final ChatOptions options =
            ChatOptions.to(new ServerAddress("localhost", 1)).withName(ANNA);
    private final Handshake handshake = new Handshake(options);

    @Test
    void theFirstHelloHasTheNameAndNoProof() {
        Command.Hello hello = handshake.begin();
        assertThat(hello.name()).isEqualTo(ANNA);
        assertThat(hello.resume()).isNull();
        assertThat(hello.producer()).isEqualTo(options.producer());
    }

    @Test
    void atFirstATakenNameIsForThePersonToChange() {
        handshake.begin();
        assertThat(handshake.refused(ErrorCode.NAME_TAKEN, null)).isInstanceOf(Handshake.Outcome.Never.class);
    }

    @Test
    void laterEveryFallbackIsTriedOnce() {
        welcomed();
        assertThat(handshake.begin().resume()).isEqualTo("proof");
        Command.Hello withoutProof = again(ErrorCode.RESUME_INVALID);
        assertThat(withoutProof.resume()).isNull();
        assertThat(withoutProof.name()).isEqualTo(ANNA);
        assertThat(again(ErrorCode.NAME_TAKEN).name()).isNull();
        assertThat(handshake.refused(ErrorCode.NAME_TAKEN, null)).isInstanceOf(Handshake.Outcome.Never.class);
        assertThat(handshake.refused(ErrorCode.RESUME_INVALID, null)).isInstanceOf(Handshake.Outcome.Never.class);
    }

    @Test
    void aTakenNameThatTheProofInsistsOnIsGivenUpWithTheProof() {
        welcomed();
        handshake.begin();
        Command.Hello nameless = again(ErrorCode.NAME_TAKEN);
        assertThat(nameless.name()).isNull();
        assertThat(nameless.resume()).isEqualTo("proof");
        assertThat(again(ErrorCode.NAME_TAKEN).resume()).isNull();
    }

    @Test
    void aNewcomerAfterALostProofIsSomebodyElse() {
        handshake.begin();
        assertThat(welcome(handshake)).isFalse();
        handshake.begin();
        assertThat(welcome(handshake)).isFalse();
        handshake.begin();
        again(ErrorCode.RESUME_INVALID);
        assertThat(welcome(handshake)).isTrue();
    }

    @Test
    void aProofOfAnEarlierClientIsPresented() {
        Handshake returning = new Handshake(options.withResume("earlier"));
        assertThat(returning.begin().resume()).isEqualTo("earlier");
        assertThat(welcome(returning)).isFalse();
        assertThat(returning.resume()).isEqualTo("proof");
        Handshake stranger = new Handshake(options.withResume("earlier"));
        stranger.begin();
        stranger.refused(ErrorCode.RESUME_INVALID, null);
        assertThat(welcome(stranger)).isTrue();
    }

    @Test
    void whoMustBeTheSameGivesUpWithoutAProof() {
        Handshake same = new Handshake(options.withResume("earlier").withOnlyAsBefore());
        same.begin();
        assertThat(same.refused(ErrorCode.RESUME_INVALID, null)).isInstanceOf(Handshake.Outcome.Forgotten.class);
        welcome(same);
        same.begin();
        assertThat(same.refused(ErrorCode.NAME_TAKEN, null)).isInstanceOf(Handshake.Outcome.Again.class);
        assertThat(same.refused(ErrorCode.NAME_TAKEN, null)).isInstanceOf(Handshake.Outcome.Never.class);
    }

    @Test
    void aRefusalForAMomentIsForAnotherConnection() {
        handshake.begin();
        assertThat(handshake.refused(ErrorCode.BUSY, 70L)).isEqualTo(new Handshake.Outcome.Later(70L));
        assertThat(handshake.refused(ErrorCode.NAME_CHARACTERS, null)).isInstanceOf(Handshake.Outcome.Never.class);
    }

    private Command.Hello again(ErrorCode code) {
        return ((Handshake.Outcome.Again) handshake.refused(code, null)).hello();
    }

    private void welcomed() {
        handshake.begin();
        welcome(handshake);
    }

    private boolean welcome(Handshake greeted) {
        return greeted.welcomed(new Event.Welcome(
                1, "s", ANNA, "proof", options.producer(), "memory", new Event.Limits(1, 1, 1, 1, 1), 30));
    }

    @Test
    void whoeverSignsInShowsTheirPasswordFirstAndTheProofAfterThat() {
        Handshake signingIn = new Handshake(options.withCredentials(CREDENTIALS).withResume("a guest's proof"));
        Command.Hello first = signingIn.begin();
        assertThat(first.credentials()).isEqualTo(CREDENTIALS);
        assertThat(first.resume()).isNull();
        assertThat(first.name()).isNull();
        welcome(signingIn);
        assertThat(signingIn.begin().resume()).isEqualTo("proof");
        assertThat(signingIn.begin().credentials()).isNull();
    }

    @Test
    void aGuestWhoseNameWasRegisteredMeanwhileGoesOnUnderAnother() {
        assertThat(handshake.refused(ErrorCode.NAME_REGISTERED, null))
                .as("at first it is for the person to change")
                .isEqualTo(new Handshake.Outcome.Never(Trouble.REFUSED));
        welcomed();
        handshake.begin();
        assertThat(again(ErrorCode.NAME_REGISTERED).name()).isNull();
    }

    @Test
    void aVoidProofIsFollowedByThePasswordAndNobodyIsAStranger() {
        Handshake signedIn = new Handshake(options.withCredentials(CREDENTIALS));
        signedIn.begin();
        welcome(signedIn);
        signedIn.begin();
        assertThat(signedIn.refused(ErrorCode.RESUME_INVALID, null))
                .isInstanceOfSatisfying(Handshake.Outcome.Again.class, again -> {
                    assertThat(again.hello().credentials()).isEqualTo(CREDENTIALS);
                    assertThat(again.hello().resume()).isNull();
                });
        assertThat(welcome(signedIn)).isFalse();
    }

    @Test
    void aRefusedSignInIsFinalAndABusyServerIsNot() {
        Handshake signingIn = new Handshake(options.withCredentials(CREDENTIALS));
        signingIn.begin();
        assertThat(signingIn.refused(ErrorCode.SIGN_IN_FAILED, null))
                .isEqualTo(new Handshake.Outcome.Never(Trouble.SIGN_IN_FAILED));
        assertThat(signingIn.refused(ErrorCode.BUSY, 7L)).isEqualTo(new Handshake.Outcome.Later(7L));
        assertThat(signingIn.refused(ErrorCode.RATE_LIMITED, 9L)).isEqualTo(new Handshake.Outcome.Later(9L));
        assertThat(handshake.refused(ErrorCode.SIGN_IN_REQUIRED, null))
                .isEqualTo(new Handshake.Outcome.Never(Trouble.SIGN_IN_REQUIRED));
    }

    @Test
    void aChangedPasswordReplacesTheOldOneAndItsProof() {
        Handshake signedIn = new Handshake(options.withCredentials(CREDENTIALS));
        signedIn.begin();
        welcome(signedIn);
        signedIn.passwordChanged(new Secret("another horse"), "fresh");
        assertThat(signedIn.begin().resume()).isEqualTo("fresh");
        assertThat(signedIn.refused(ErrorCode.RESUME_INVALID, null))
                .isInstanceOfSatisfying(
                        Handshake.Outcome.Again.class,
                        again -> assertThat(again.hello().credentials())
                                .isEqualTo(new Credentials.OfAccount(ANNA, new Secret("another horse"))));
    }

    @Test
    void whoMustBeWhoTheyWereIsForgottenByAnAccountToo() {
        Handshake keyed = new Handshake(
                options.withCredentials(CREDENTIALS).withResume("kept").withOnlyAsBefore());
        assertThat(keyed.begin().resume()).isEqualTo("kept");
        assertThat(keyed.refused(ErrorCode.RESUME_INVALID, null)).isInstanceOf(Handshake.Outcome.Forgotten.class);
    }

    @Test
    void nothingSecretIsShown() {
        ChatOptions secret = options.withCredentials(CREDENTIALS).withResume("a proof");
        assertThat(secret.toString()).contains("anna").doesNotContain("correct horse", "a proof");
        assertThat(secret.withCredentials(new Credentials.OfBot(new Secret("chat_1_x")))
                        .toString())
                .doesNotContain("chat_1_x");
    }
}
