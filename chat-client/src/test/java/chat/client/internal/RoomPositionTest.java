// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import org.junit.jupiter.api.Test;

class RoomPositionTest {

    private static final RoomName ROOM = new RoomName("#room");

    private final RoomPosition position = new RoomPosition(ROOM, null, null, false);

    @Test
    void theFirstEntryOfAFreshJoinMayHaveAnyNumberUpToTheHead() {
        joined("e", 100, true);
        assertThat(position.entry(entry(81)).deliver()).isTrue();
        assertThat(position.entry(entry(82)).hole()).isNull();
        assertThat(position.position()).isEqualTo(new Position("e", 82, 8_200L));
    }

    @Test
    void aFirstEntryBeyondTheHeadShowsAHole() {
        joined("e", 3, true);
        assertThat(position.entry(entry(6)).hole()).isEqualTo(new Event.Gap(ROOM, "e", 4, 5));
    }

    @Test
    void anEmptyRoomBeginsWithOne() {
        joined("e", 0, true);
        assertThat(position.position()).isEqualTo(new Position("e", 0, null));
        assertThat(position.entry(entry(2)).hole()).isEqualTo(new Event.Gap(ROOM, "e", 1, 1));
    }

    @Test
    void nothingIsRememberedOfEntriesThatNeverCame() {
        joined("e", 100, true);
        position.connectionLost();
        assertThat(position.join("1").after()).isNull();
    }

    @Test
    void whoWantedNothingOldBeginsAtTheHead() {
        RoomPosition fresh = new RoomPosition(ROOM, null, 0, false);
        fresh.joined(new Event.Joined("1", ROOM, "e", 7, true, ""));
        assertThat(fresh.join("2").after()).isEqualTo(new Position("e", 7, null));
        assertThat(fresh.entry(entry(9)).hole()).isEqualTo(new Event.Gap(ROOM, "e", 8, 8));
    }

    @Test
    void entriesAreDroppedUntilTheRoomIsFollowed() {
        assertThat(position.entry(entry(1)).deliver()).isFalse();
        joined("e", 0, true);
        assertThat(position.entry(entry(1)).deliver()).isTrue();
        position.connectionLost();
        assertThat(position.entry(entry(2)).deliver()).isFalse();
    }

    @Test
    void whatWasSeenIsDropped() {
        joined("e", 5, true);
        position.entry(entry(5));
        assertThat(position.entry(entry(5)).deliver()).isFalse();
        assertThat(position.entry(entry(4)).deliver()).isFalse();
    }

    @Test
    void anotherEpochIsAnotherLog() {
        joined("e", 5, true);
        position.entry(entry(5));
        position.connectionLost();
        assertThat(joined("f", 9, false)).isTrue();
        assertThat(position.entry(entry(3)).deliver()).isTrue();
        assertThat(position.position()).isEqualTo(new Position("f", 3, 300L));
    }

    @Test
    void aLogThatLostItsEndIsAnotherLog() {
        joined("e", 5, true);
        position.entry(entry(5));
        assertThat(joined("e", 3, false)).isTrue();
        assertThat(position.entry(entry(3)).deliver()).isTrue();
    }

    @Test
    void anotherLogOfTheSameLengthShowsInItsFirstEntry() {
        joined("e", 5, true);
        position.entry(entry(5));
        assertThat(joined("e", 6, false)).isFalse();
        RoomPosition.Verdict verdict = position.entry(entry(4));
        assertThat(verdict.deliver()).isTrue();
        assertThat(verdict.newLog()).isTrue();
        assertThat(position.entry(entry(4)).deliver()).isFalse();
        assertThat(position.entry(entry(5)).newLog()).isFalse();
    }

    @Test
    void aGapMovesThePosition() {
        joined("e", 5, true);
        position.entry(entry(5));
        joined("e", 20, false);
        RoomPosition.Verdict gap = position.gap(new Event.Gap(ROOM, "e", 6, 15));
        assertThat(gap.missing()).isEqualTo(new Event.Gap(ROOM, "e", 6, 15));
        assertThat(gap.newLog()).isFalse();
        RoomPosition.Verdict next = position.entry(entry(16));
        assertThat(next.deliver()).isTrue();
        assertThat(next.hole()).isNull();
        assertThat(next.missing()).isNull();
    }

    /** What this client could not understand is not gone because something later is. */
    @Test
    void aHoleBeforeAGapIsNoPartOfIt() {
        joined("e", 5, true);
        position.entry(entry(5));
        RoomPosition.Verdict verdict = position.gap(new Event.Gap(ROOM, "e", 8, 9));
        assertThat(verdict.hole()).isEqualTo(new Event.Gap(ROOM, "e", 6, 7));
        assertThat(verdict.missing()).isEqualTo(new Event.Gap(ROOM, "e", 8, 9));
    }

    @Test
    void aGapThatConcernsNothingNewIsNone() {
        joined("e", 5, true);
        position.entry(entry(5));
        assertThat(position.gap(new Event.Gap(ROOM, "e", 1, 5)).missing()).isNull();
        assertThat(position.gap(new Event.Gap(ROOM, "e", 3, 8)).missing()).isEqualTo(new Event.Gap(ROOM, "e", 6, 8));
    }

    /** A copy of the log was put back: the epoch is the same, and what was seen is not in it as it was seen. */
    @Test
    void aGapThatReachesBehindWhatWasSeenIsOfAnotherLog() {
        joined("e", 5, true);
        position.entry(entry(5));
        joined("e", 30, false);
        RoomPosition.Verdict gap = position.gap(new Event.Gap(ROOM, "e", 1, 10));
        assertThat(gap.newLog()).isTrue();
        assertThat(gap.missing()).isEqualTo(new Event.Gap(ROOM, "e", 1, 10));
        assertThat(position.entry(entry(11))).isEqualTo(new RoomPosition.Verdict(true, false, null, null));
    }

    @Test
    void anEpochThatCannotBeSentBackIsNoPosition() {
        joined("x".repeat(65), 5, true);
        position.entry(entry(5));
        assertThat(position.join("1").after()).isNull();
    }

    private boolean joined(String epoch, long head, boolean recovered) {
        return position.joined(new Event.Joined("1", ROOM, epoch, head, recovered, ""));
    }

    private static LogEntry entry(long seq) {
        return new LogEntry(ROOM, seq, 100 * seq, new AccountName("anna"), new RoomEvent.MemberJoined());
    }
}
