// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final ProducerId PRODUCER = new ProducerId("0123456789abcdef0123456789abcdef");

    @Test
    void aRandomProducerIsValidAndNobodyElses() {
        ProducerId producer = ProducerId.random();

        assertThat(new ProducerId(producer.value())).isEqualTo(producer);
        assertThat(ProducerId.random()).isNotEqualTo(producer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789ABCDEF0123456789ABCDEF",
                "0123456789abcdef0123456789abcdeg",
                "\u0660123456789abcdef0123456789abcde"
            })
    void aProducerIsThirtyTwoDigits(String value) {
        rejects(ErrorCode.BAD_FIELD, () -> new ProducerId(value));
    }

    @Test
    void aCounterIsFromOneToTwoToThe53LessOne() {
        rejects(ErrorCode.BAD_FIELD, () -> new ClientMessageId(PRODUCER, 0));
        rejects(ErrorCode.BAD_FIELD, () -> new ClientMessageId(PRODUCER, -1));
        rejects(ErrorCode.BAD_FIELD, () -> new ClientMessageId(PRODUCER, 1L << 53));
        assertThatNoException().isThrownBy(() -> new ClientMessageId(PRODUCER, (1L << 53) - 1));
        assertThat((double) ClientMessageId.MAX_COUNTER).isNotEqualTo((double) (ClientMessageId.MAX_COUNTER - 1));
    }

    @Test
    void aPositionHasAnEpochAndIsNotNegative() {
        assertThatNoException().isThrownBy(() -> new Position("e", 0, null));
        assertThatNoException().isThrownBy(() -> new Position("e".repeat(64), Long.MAX_VALUE, 1L));
        rejects(ErrorCode.BAD_FIELD, () -> new Position("e", -1, null));
        rejects(ErrorCode.BAD_FIELD, () -> new Position("", 0, null));
        rejects(ErrorCode.BAD_FIELD, () -> new Position("e".repeat(65), 0, null));
    }

    @Test
    void aTextIsAsLongAsItsBytes() {
        assertThat(Texts.message("abc", 3)).isEqualTo("abc");
        assertThat(Texts.message("\u4e2d", 3)).isEqualTo("\u4e2d");
        assertThat(Texts.message("\ud83d\ude00", 4)).isEqualTo("\ud83d\ude00");
        rejects(ErrorCode.TEXT_TOO_LONG, () -> Texts.message("abcd", 3));
        rejects(ErrorCode.TEXT_TOO_LONG, () -> Texts.message("\u4e2da", 3));
        rejects(ErrorCode.TEXT_TOO_LONG, () -> Texts.message("\ud83d\ude00", 3));
        rejects(ErrorCode.TEXT_TOO_LONG, () -> Texts.topic("abcd", 3));
    }

    @Test
    void onlyATopicMayBeEmpty() {
        rejects(ErrorCode.TEXT_EMPTY, () -> Texts.message("", 3));
        assertThat(Texts.topic("", 3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83da"})
    void halfOfASurrogatePairIsNoText(String text) {
        rejects(ErrorCode.TEXT_CHARACTERS, () -> Texts.message(text, 100));
        rejects(ErrorCode.TEXT_CHARACTERS, () -> Texts.topic(text, 100));
    }

    @Test
    void aRejectionKeepsWhatItSaysWhenItGetsARef() {
        RejectedException rejected = new RejectedException(ErrorCode.BUSY, "later").withRef("7");

        assertThat(rejected.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(rejected.reason()).isEqualTo("later");
        assertThat(rejected.ref()).isEqualTo("7");
        assertThat(rejected.getStackTrace()).isEmpty();
    }

    private static void rejects(ErrorCode code, ThrowingCallable constructor) {
        assertThatThrownBy(constructor)
                .isInstanceOf(RejectedException.class)
                .extracting(e -> ((RejectedException) e).code())
                .isEqualTo(code);
    }
}
