// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.RoomName;
import org.junit.jupiter.api.Test;

/** What is not once and in order is counted as what it is. */
class RoomCheckTest {

    private static final int SENDER = 20;

    private final Faults faults = new Faults();
    private final RoomCheck check = new RoomCheck(Room.of(new RoomName("#r"), SENDER, 2), faults);

    @Test
    void onceAndInOrderIsSound() {
        check.begin(41);
        assertThat(check.message(42, SENDER, 0)).isTrue();
        assertThat(check.message(43, SENDER + 1, 0)).isTrue();
        assertThat(check.message(44, SENDER, 1)).isTrue();
        assertThat(faults.isEmpty()).isTrue();
        assertThat(check.head()).isEqualTo(44);
        assertThat(faults.verdict(0)).isEqualTo(Verdict.SOUND);
        assertThat(faults.verdict(1)).isEqualTo(Verdict.LATE);
    }

    @Test
    void aPlaceThatIsPassedOverIsMissing() {
        check.message(1, SENDER, 0);
        assertThat(check.message(4, SENDER, 3)).isTrue();
        assertThat(faults.missing).isEqualTo(2);
        assertThat(faults.duplicates).isZero();
        assertThat(faults.verdict(0)).isEqualTo(Verdict.UNSOUND);
    }

    @Test
    void whatComesTwiceDoesNotCount() {
        check.message(1, SENDER, 0);
        assertThat(check.message(1, SENDER, 0)).isFalse();
        assertThat(faults.duplicates).isEqualTo(1);
        assertThat(check.message(2, SENDER, 1)).isTrue();
    }

    @Test
    void whatComesLateIsOutOfOrderAndNotMissing() {
        check.message(2, SENDER, 1);
        assertThat(check.message(1, SENDER, 0)).isTrue();
        assertThat(faults.reordered).isEqualTo(1);
        assertThat(faults.missing).isZero();
    }

    @Test
    void aMessageThatIsStoredTwiceIsDoubled() {
        check.message(1, SENDER, 0);
        assertThat(check.message(2, SENDER, 0)).isFalse();
        assertThat(faults.duplicates).isEqualTo(1);
        assertThat(faults.missing).isZero();
    }

    @Test
    void aMessageThatWasNeverStoredIsMissing() {
        check.message(1, SENDER, 0);
        check.message(2, SENDER, 2);
        assertThat(faults.missing).isEqualTo(1);
    }

    @Test
    void aGapThatIsToldIsNotMissing() {
        check.message(1, SENDER, 0);
        check.gap(2, 9);
        assertThat(check.message(10, SENDER, 9)).isTrue();
        assertThat(faults.skipped).isEqualTo(8);
        assertThat(faults.areNoneButSkipped()).isTrue();
        assertThat(faults.isEmpty()).isFalse();
        assertThat(check.hasSkipped()).isTrue();
    }

    @Test
    void aGapThatBeginsTooLateLeavesSomethingMissing() {
        check.gap(3, 4);
        assertThat(faults.missing).isEqualTo(2);
        assertThat(faults.skipped).isEqualTo(2);
    }

    @Test
    void somebodyElsesMessageIsInTheWrongRoom() {
        assertThat(check.message(1, SENDER + 2, 0)).isFalse();
        assertThat(check.message(1, SENDER - 1, 0)).isFalse();
        assertThat(faults.misrouted).isEqualTo(2);
    }
}
