// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.Event;
import chat.protocol.message.Position;
import org.junit.jupiter.api.Test;

/** Every way to break a promise is found, under its name, and nothing else is. */
class VerdictTest {

    private final Scene scene = new Scene().sent(3);

    @Test
    void aRunWithoutAFaultIsClean() {
        scene.bothSee(1, 0, 1);
        scene.bothSee(2, 1, 1);
        scene.bothSee(3, 0, 2);
        scene.acknowledged(0, 1, 1);
        scene.acknowledged(1, 1, 2);
        scene.acknowledged(0, 2, 3);
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1), scene.entry(3, 0, 2));
        assertThat(scene.findings.examples()).isEmpty();
        assertThat(scene.all()).isZero();
    }

    @Test
    void somebodyElsesEntriesAreNoFault() {
        scene.sees(scene.ann, scene.entry(1, 7, "hello"));
        scene.sees(scene.bob, scene.entry(1, 7, "hello"));
        scene.judge(scene.entry(1, 7, "hello"));
        assertThat(scene.all()).isZero();
    }

    @Test
    void anEntryThatOneClientWasNotGivenIsLost() {
        scene.bothSee(1, 0, 1);
        scene.sees(scene.bob, scene.entry(2, 1, 1));
        scene.bothSee(3, 0, 2);
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1), scene.entry(3, 0, 2));
        assertThat(scene.live(Breach.LOST)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
        assertThat(scene.findings.examples()).singleElement().asString().contains("ann", "seq 2");
    }

    @Test
    void theLastEntryThatOneClientWasNotGivenIsLost() {
        scene.bothSee(1, 0, 1);
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1));
        assertThat(scene.live(Breach.LOST)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void whoIsNotThereAtTheEndHasLostNothing() {
        scene.bothSee(1, 0, 1);
        scene.bob.disconnected();
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1));
        assertThat(scene.all()).isZero();
    }

    @Test
    void anAnnouncedGapIsNoFault() {
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.bothSee(3, 0, 2);
        scene.gap(scene.bob, Scene.EPOCH, 1, 2);
        assertThat(scene.bob.gapEntries()).isEqualTo(2);
        scene.judge(Scene.EPOCH, 3, scene.entry(3, 0, 2));
        assertThat(scene.all()).isZero();
    }

    /** A server that dropped nearly everything, each time with a gap, was found to keep all its promises. */
    @Test
    void aGapOverWhatTheLogHasIsLost() {
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.gap(scene.bob, Scene.EPOCH, 1, 2);
        scene.bothSee(3, 0, 2);
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1), scene.entry(3, 0, 2));
        assertThat(scene.live(Breach.LOST)).isEqualTo(2);
        assertThat(scene.all()).isEqualTo(2);
        assertThat(scene.judge.falselyGone()).isEqualTo(2);
        assertThat(scene.findings.examples())
                .first()
                .asString()
                .contains("bob", "seq 1", "said to be gone, but it is in the log");
    }

    @Test
    void ofAGapOnlyWhatIsKeptIsLost() {
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.gap(scene.bob, Scene.EPOCH, 1, 2);
        scene.judge(Scene.EPOCH, 2, scene.entry(2, 1, 1));
        assertThat(scene.live(Breach.LOST)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void gapsTakeABoundedAmountOfMemory() {
        for (long seq = 1; seq < 10_000; seq += 2) {
            scene.gap(scene.ann, Scene.EPOCH, seq, seq);
        }
        assertThat(scene.ann.gone().ranges()).hasSizeLessThan(200);
    }

    /** Of another log the server gives the last entries, and says that it does not give the earlier ones. */
    @Test
    void theGapBeforeTheLastEntriesOfANewLogIsNoFault() {
        scene.bothSee(1, 0, 1);
        for (RoomWatch watch : new RoomWatch[] {scene.ann, scene.bob}) {
            scene.join(watch, "e2", 2, false);
            scene.gap(watch, "e2", 1, 1);
            scene.sees(watch, scene.entry(2, 1, 1));
        }
        scene.judge("e2", 1, scene.entry(1, 0, 1), scene.entry(2, 1, 1));
        assertThat(scene.all()).isZero();
    }

    @Test
    void aGapAfterAResumptionOfTheSameLogMustBeTrue() {
        scene.bothSee(1, 0, 1);
        scene.bob.disconnected();
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.join(scene.bob, Scene.EPOCH, 2, false);
        scene.gap(scene.bob, Scene.EPOCH, 2, 2);
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1));
        assertThat(scene.live(Breach.LOST)).isEqualTo(1);
    }

    @Test
    void aHoleBeforeAGapIsLost() {
        scene.gap(scene.ann, Scene.EPOCH, 3, 5);
        scene.ann.end(5);
        assertThat(scene.live(Breach.LOST)).isEqualTo(2);
    }

    @Test
    void anEntryThatComesTwiceIsDuplicated() {
        scene.bothSee(1, 0, 1);
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        scene.judge(scene.entry(1, 0, 1));
        assertThat(scene.live(Breach.DUPLICATED)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void anEntryThatComesAgainAfterResumingIsDuplicated() {
        scene.bothSee(1, 0, 1);
        scene.ann.disconnected();
        scene.join(scene.ann, Scene.EPOCH, 1, true);
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        assertThat(scene.live(Breach.DUPLICATED)).isEqualTo(1);
    }

    @Test
    void aMessageAtTwoPlacesIsDuplicated() {
        scene.bothSee(1, 0, 1);
        scene.bothSee(2, 0, 1);
        scene.acknowledged(0, 1, 1);
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 0, 1));
        assertThat(scene.live(Breach.DUPLICATED)).isEqualTo(1);
        assertThat(scene.log(Breach.DUPLICATED)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(2);
    }

    @Test
    void entriesThatChangePlacesOnTheirWayAreReordered() {
        scene.bothSee(1, 0, 1);
        scene.sees(scene.ann, scene.entry(3, 0, 2));
        scene.sees(scene.ann, scene.entry(2, 1, 1));
        scene.sees(scene.bob, scene.entry(2, 1, 1));
        scene.sees(scene.bob, scene.entry(3, 0, 2));
        scene.judge(scene.entry(1, 0, 1), scene.entry(2, 1, 1), scene.entry(3, 0, 2));
        assertThat(scene.live(Breach.REORDERED)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void messagesOfOneSenderOutOfTheirOrderAreReordered() {
        scene.bothSee(1, 0, 2);
        scene.bothSee(2, 0, 1);
        scene.judge(scene.entry(1, 0, 2), scene.entry(2, 0, 1));
        assertThat(scene.live(Breach.REORDERED)).isEqualTo(1);
        assertThat(scene.log(Breach.REORDERED)).isEqualTo(1);
    }

    @Test
    void whatWasRefusedForAMomentMayComeLater() {
        scene.ledger.book(0).refused(1);
        scene.bothSee(1, 0, 2);
        scene.bothSee(2, 0, 1);
        scene.judge(scene.entry(1, 0, 2), scene.entry(2, 0, 1));
        assertThat(scene.all()).isZero();
        assertThat(scene.judge.notOrdered()).isEqualTo(1);
    }

    @Test
    void anotherTextThanWasSentIsAltered() {
        scene.sees(scene.ann, scene.entry(1, 1, scene.text(0, 1) + "!"));
        assertThat(scene.live(Breach.ALTERED)).isEqualTo(1);
    }

    @Test
    void aMessageThatNobodySentIsAltered() {
        scene.sees(scene.ann, scene.entry(1, 0, 4));
        scene.sees(scene.ann, scene.entry(2, 9, 1));
        assertThat(scene.live(Breach.ALTERED)).isEqualTo(2);
    }

    @Test
    void twoClientsThatSeeDifferentEntriesAtOnePlaceIsAltered() {
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        scene.sees(scene.bob, scene.entry(1, 1, 1));
        assertThat(scene.live(Breach.ALTERED)).isEqualTo(1);
    }

    @Test
    void anAcknowledgedMessageThatIsNotInTheLogIsMissing() {
        scene.bothSee(1, 0, 1);
        scene.acknowledged(0, 1, 1);
        scene.acknowledged(0, 2, 2);
        scene.judge(scene.entry(1, 0, 1));
        assertThat(scene.log(Breach.MISSING)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
        assertThat(scene.findings.examples()).singleElement().asString().contains("sender 0 #2", "seq 2");
    }

    @Test
    void whatLiveClientsSawAndTheLogLacksIsLost() {
        scene.bothSee(1, 0, 1);
        scene.bothSee(2, 1, 1);
        scene.bothSee(3, 0, 2);
        scene.judge(scene.entry(1, 0, 1), scene.entry(3, 0, 2));
        assertThat(scene.log(Breach.LOST)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void aMessageAtAnotherPlaceThanAcknowledgedIsMisplaced() {
        scene.bothSee(1, 1, 1);
        scene.bothSee(2, 0, 1);
        scene.acknowledged(0, 1, 1);
        scene.judge(scene.entry(1, 1, 1), scene.entry(2, 0, 1));
        assertThat(scene.log(Breach.MISPLACED)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void aSecondAcknowledgementMustNameTheFirstPlace() {
        scene.acknowledged(0, 1, 1);
        scene.acknowledged(0, 1, 1);
        assertThat(scene.all()).isZero();
        scene.acknowledged(0, 1, 2);
        assertThat(scene.live(Breach.MISPLACED)).isEqualTo(1);
    }

    @Test
    void anAcknowledgementOfWhatWasNotSentIsAltered() {
        scene.acknowledged(0, 4, 1);
        assertThat(scene.live(Breach.ALTERED)).isEqualTo(1);
    }

    @Test
    void whatTheLogNoLongerKeepsIsNotComparedButCounted() {
        scene.bothSee(1, 0, 1);
        scene.bothSee(2, 1, 1);
        scene.acknowledged(0, 1, 1);
        scene.acknowledged(1, 1, 2);
        scene.judge(Scene.EPOCH, 2, scene.entry(2, 1, 1));
        assertThat(scene.all()).isZero();
        assertThat(scene.judge.unchecked()).isEqualTo(1);
    }

    @Test
    void whatTheLogNoLongerKeepsIsComparedWithWhatLiveClientsSaw() {
        scene.bothSee(1, 0, 1);
        scene.bothSee(2, 1, 1);
        scene.acknowledged(1, 1, 1);
        scene.judge(Scene.EPOCH, 2, scene.entry(2, 1, 1));
        assertThat(scene.live(Breach.MISPLACED)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
    }

    @Test
    void withAnotherEpochEverythingAcknowledgedBeforeIsMissing() {
        scene.bothSee(1, 0, 1);
        scene.acknowledged(0, 1, 1);
        scene.join(scene.ann, "e2", 0, false);
        scene.join(scene.bob, "e2", 0, false);
        scene.bothSee(1, 1, 1);
        scene.judge("e2", 1, scene.entry(1, 1, 1));
        assertThat(scene.log(Breach.MISSING)).isEqualTo(1);
        assertThat(scene.all()).isEqualTo(1);
        assertThat(scene.room.epochs()).isEqualTo(2);
    }

    @Test
    void anotherEpochThatIsSaidToBeRecoveredIsAltered() {
        scene.bothSee(1, 0, 1);
        scene.join(scene.ann, "e2", 0, true);
        assertThat(scene.live(Breach.ALTERED)).isEqualTo(1);
    }

    @Test
    void inANewLogWhatComesWithoutAGapMustComeFromTheBeginning() {
        scene.bothSee(1, 0, 1);
        scene.join(scene.ann, "e2", 5, false);
        scene.join(scene.bob, "e2", 5, false);
        scene.gap(scene.ann, "e2", 1, 4);
        scene.sees(scene.ann, scene.entry(5, 0, 2));
        scene.sees(scene.bob, scene.entry(5, 0, 2));
        scene.ann.end(5);
        assertThat(scene.all()).isZero();
        scene.bob.end(5);
        assertThat(scene.live(Breach.LOST)).isEqualTo(4);
    }

    @Test
    void aLogThatIsShorterUnderTheSameEpochHasLostEntries() {
        scene.bothSee(1, 0, 1);
        scene.bothSee(2, 0, 2);
        scene.ann.disconnected();
        scene.join(scene.ann, Scene.EPOCH, 1, false);
        assertThat(scene.live(Breach.LOST)).isEqualTo(1);
    }

    @Test
    void aClientIsLevelWhenItHasWhatAnybodyHas() {
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        assertThat(scene.ann.isLevel()).isTrue();
        assertThat(scene.bob.isLevel()).isFalse();
        scene.sees(scene.bob, scene.entry(1, 0, 1));
        assertThat(scene.bob.isLevel()).isTrue();
        scene.bob.disconnected();
        assertThat(scene.bob.isLevel()).isFalse();
    }

    @Test
    void aClientComesBackAfterTheLastEntryThatItSaw() {
        scene.sees(scene.ann, scene.entry(1, 0, 1));
        assertThat(scene.ann.join("r").after()).isEqualTo(new Position(Scene.EPOCH, 1, 10L));
        assertThat(new RoomWatch("new", scene.room, scene.findings).join("r").last())
                .isZero();
    }

    @Test
    void whatNoPlaceCanBeCostsNoMemory() {
        scene.sees(scene.ann, scene.entry(Long.MAX_VALUE >> 12, 0, 1));
        assertThat(scene.live(Breach.ALTERED)).isEqualTo(1);
        assertThat(scene.room.record(Scene.EPOCH).head()).isZero();
    }

    @Test
    void thousandsOfBreachesAreCountedAndAFewTold() {
        for (int i = 0; i < 10_000; i++) {
            scene.ann.gap(new Event.Gap(scene.room.room(), Scene.EPOCH, 1, 1));
            scene.sees(scene.ann, scene.entry(1, 0, 1));
        }
        assertThat(scene.live(Breach.DUPLICATED)).isEqualTo(10_000);
        assertThat(scene.findings.examples()).hasSize(Findings.EXAMPLES_EACH);
    }
}
