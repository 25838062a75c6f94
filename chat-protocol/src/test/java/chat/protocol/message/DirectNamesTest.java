// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the conversation of two accounts is called. */
class DirectNamesTest {

    private static final AccountName ANN = new AccountName("Ann");
    private static final AccountName BOB = new AccountName("bob");

    @Test
    void twoAccountsHaveOneNameInWhateverOrderAndSpelling() {
        assertThat(RoomName.direct(ANN, BOB).value()).isEqualTo("@ann,bob");
        assertThat(RoomName.direct(BOB, ANN)).isEqualTo(RoomName.direct(ANN, BOB));
        assertThat(new RoomName("@BOB,Ann")).isEqualTo(RoomName.direct(ANN, BOB));
    }

    @Test
    void eachOfTheTwoFindsTheOtherOneAndNobodyElseFindsAnybody() {
        RoomName room = RoomName.direct(ANN, BOB);
        assertThat(room.isDirect()).isTrue();
        assertThat(room.otherThan(ANN)).isEqualTo(BOB);
        assertThat(room.otherThan(new AccountName("BOB"))).isEqualTo(ANN);
        assertThat(room.otherThan(new AccountName("eve"))).isNull();
        assertThat(new RoomName("#ann").otherThan(ANN)).isNull();
    }

    @Test
    void whatFoldsToMoreThanItIsWrittenWithHasANameToo() {
        AccountName sharp = new AccountName("\u00df".repeat(AccountName.MAX_CODE_POINTS));
        RoomName room = RoomName.direct(sharp, ANN);
        assertThat(room.otherThan(ANN)).isEqualTo(sharp);
        assertThat(new RoomName(room.value())).isEqualTo(room);
    }

    @Test
    void nobodyIsAloneInOne() {
        assertThatThrownBy(() -> RoomName.direct(ANN, new AccountName("ANN"))).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "@ann",
                "@ann,",
                "@,ann",
                "@ann,ann",
                "@ann,bob,eve",
                "@an n,bob",
                "@ann,\ufc61b",
                "@ann,b\ufe50c",
                "@#ann,bob",
                "@-a,b",
                "ann,bob"
            })
    void whatNamesNotTwoAccountsIsNoName(String name) {
        assertThatThrownBy(() -> new RoomName(name)).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ann,bob", "#@ann,bob"})
    void noRoomThatSomebodyMakesIsCalledSo(String name) {
        assertThatThrownBy(() -> new RoomName(name)).isInstanceOf(RejectedException.class);
    }
}
