// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatOptions;
import chat.client.ServerAddress;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static final AccountName ANNA = new AccountName("anna");

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
}
