// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ChatException;
import chat.client.SendResult;
import chat.client.Unacknowledged;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final RoomName ROOM = new RoomName("#room");

    private final Outbox outbox = new Outbox(7, false);
    private final List<CompletableFuture<SendResult>> results = new ArrayList<>();

    @Test
    void idsCountUpFromTheFirst() {
        add(3);
        assertThat(take(3)).extracting(Outbox.Item::id).containsExactly(7L, 8L, 9L);
        assertThat(outbox.next()).isNull();
    }

    @Test
    void whatWasOnItsWayGoesFirstAgainAndUnderTheSameIds() {
        add(4);
        List<Outbox.Item> flying = take(3);
        outbox.stored(flying.get(1), sent(8));
        outbox.connectionLost();
        add(1);
        assertThat(take(4)).extracting(Outbox.Item::id).containsExactly(7L, 9L, 10L, 11L);
    }

    @Test
    void aPassingRefusalStopsEverythingAndThenGoesOneByOne() {
        add(4);
        List<Outbox.Item> flying = take(2);
        assertThat(outbox.refused(flying.get(0), ErrorCode.RATE_LIMITED, "")).isTrue();
        assertThat(outbox.next()).isNull();
        assertThat(outbox.refused(flying.get(1), ErrorCode.BUSY, "")).isTrue();
        outbox.resume();
        for (long id = 7; id <= 10; id++) {
            Outbox.Item item = Objects.requireNonNull(outbox.next());
            assertThat(item.id()).isEqualTo(id);
            assertThat(outbox.next()).isNull();
            outbox.stored(item, sent(id));
        }
        add(2);
        assertThat(take(2)).hasSize(2);
    }

    @Test
    void afterAPauseNothingOvertakesWhatIsStillOnItsWay() {
        add(3);
        List<Outbox.Item> flying = take(2);
        outbox.refused(flying.get(0), ErrorCode.BUSY, "");
        outbox.resume();
        assertThat(outbox.next()).isNull();
        outbox.stored(flying.get(1), sent(8));
        assertThat(take(1)).extracting(Outbox.Item::id).containsExactly(7L);
    }

    @Test
    void aFinalRefusalIsTheResult() {
        add(1);
        assertThat(outbox.refused(take(1).get(0), ErrorCode.ID_EXPIRED, "too old"))
                .isFalse();
        assertThat(results.get(0))
                .isCompletedWithValue(new SendResult.Rejected(ROOM, 7, ErrorCode.ID_EXPIRED, "too old"));
        assertThat(outbox.size()).isZero();
    }

    @Test
    void aMessageOverWhichTheServerFailsIsGivenUp() {
        add(1);
        for (int i = 1; i < Outbox.MAX_FAULTS; i++) {
            assertThat(outbox.refused(take(1).get(0), ErrorCode.INTERNAL, "fault"))
                    .isTrue();
            outbox.resume();
        }
        assertThat(outbox.refused(take(1).get(0), ErrorCode.INTERNAL, "fault")).isFalse();
        assertThat(results.get(0)).isCompleted();
    }

    @Test
    void whatAnEarlierClientLeftGoesFirstAndNewerIdsKeepTheirDistance() {
        add(1);
        assertThat(outbox.add(new Unacknowledged(3, ROOM, "kept", true), new CompletableFuture<>()))
                .isTrue();
        assertThat(outbox.add(new Unacknowledged(3, ROOM, "again", true), new CompletableFuture<>()))
                .isFalse();
        assertThat(outbox.add(new Unacknowledged(3 + Outbox.WINDOW, ROOM, "far", false), new CompletableFuture<>()))
                .isTrue();
        assertThat(outbox.nextId()).isEqualTo(3 + Outbox.WINDOW + 1);
        List<Outbox.Item> flying = take(2);
        assertThat(flying).extracting(Outbox.Item::id).containsExactly(3L, 7L);
        assertThat(outbox.next()).isNull();
        outbox.stored(flying.get(0), sent(3));
        assertThat(take(1)).extracting(Outbox.Item::text).containsExactly("far");
    }

    @Test
    void toAnotherSenderOnlyWhatWasNeverSentIsSent() {
        add(3);
        take(2);
        outbox.connectionLost();
        assertThat(outbox.unacknowledged()).extracting(Unacknowledged::sent).containsExactly(true, true, false);
        outbox.senderChanged(new ChatException.Uncertain("who?"));
        assertThat(results)
                .extracting(CompletableFuture::isCompletedExceptionally)
                .containsExactly(true, true, false);
        assertThat(take(1)).extracting(Outbox.Item::id).containsExactly(9L);
    }

    @Test
    void theEndFailsEverything() {
        add(3);
        take(2);
        outbox.end(new ChatException.Ended("over"));
        assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(outbox.size()).isZero();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            CompletableFuture<SendResult> result = new CompletableFuture<>();
            results.add(result);
            outbox.add(ROOM, "text", result);
        }
    }

    private List<Outbox.Item> take(int count) {
        List<Outbox.Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(Objects.requireNonNull(outbox.next()));
        }
        return items;
    }

    private static Event.Sent sent(long id) {
        return new Event.Sent("1", ROOM, id, id, 1, false);
    }
}
