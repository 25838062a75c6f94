// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ServerAddress;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is not acknowledged is sent again, under the same id and in order. */
class SenderTest {

    private final RoomRecords room = new RoomRecords(new RoomName("#room"));
    private final Findings findings = new Findings();
    private final Tally tally = new Tally();
    private final Wording wording = new Wording("run", 50);
    private final Ledger ledger = new Ledger(1, List.of(room), wording, findings);
    private final List<Command.Send> written = new ArrayList<>();
    private long now = -5;

    @Test
    void atMostSoManyAreOutstanding() {
        Sender sender = sender(100, 0);
        assertThat(pump(sender)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(pump(sender)).isEmpty();
        acknowledge(sender, 2);
        assertThat(pump(sender)).containsExactly(5L);
    }

    @Test
    void afterAReconnectTheUnacknowledgedComeFirstAndAsTheyWere() {
        Sender sender = sender(100, 0);
        pump(sender);
        List<Command.Send> first = List.copyOf(written);
        acknowledge(sender, 1);
        acknowledge(sender, 3);
        sender.disconnected();
        now += 1_000;
        assertThat(pump(sender)).isEmpty();
        sender.connected();
        assertThat(pump(sender)).containsExactly(2L, 4L, 5L, 6L);
        assertThat(written.subList(0, 2)).containsExactly(first.get(1), first.get(3));
        assertThat(tally.sentAgain).isEqualTo(2);
    }

    @Test
    void whatIsRefusedForAMomentIsSentAgainWhenItMay() {
        Sender sender = sender(100, 0);
        pump(sender);
        sender.rejected(new Event.Rejected("s2", ErrorCode.RATE_LIMITED, "", 10L), now);
        sender.rejected(new Event.Rejected("s3", ErrorCode.STORE_UNAVAILABLE, "", null), now);
        acknowledge(sender, 1);
        now += TimeUnit.MILLISECONDS.toNanos(9);
        assertThat(pump(sender)).isEmpty();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(pump(sender)).as("4 has no answer yet").isEmpty();
        acknowledge(sender, 4);
        assertThat(pump(sender)).containsExactly(2L);
        acknowledge(sender, 2);
        assertThat(pump(sender)).containsExactly(3L);
        assertThat(ledger.book(0).wasRefused(2)).isTrue();
        assertThat(ledger.book(0).wasRefused(4)).isFalse();
        assertThat(tally.putOff).isEqualTo(2);
    }

    @Test
    void whoIsToldToWaitHasOneMessageUnderWayUntilSomeWereTaken() {
        Sender sender = sender(100, 0);
        pump(sender);
        for (int number = 1; number <= 4; number++) {
            sender.rejected(new Event.Rejected("s" + number, ErrorCode.RATE_LIMITED, "", 10L), now);
        }
        now += TimeUnit.MILLISECONDS.toNanos(20);
        for (long number = 1; number <= 4; number++) {
            assertThat(pump(sender)).containsExactly(number);
            acknowledge(sender, (int) number);
        }
        assertThat(pump(sender)).as("four in a row were taken").containsExactly(5L, 6L, 7L, 8L);
    }

    @Test
    void whatIsRefusedForGoodIsCountedAndGivenUp() {
        Sender sender = sender(4, 0);
        pump(sender);
        sender.rejected(new Event.Rejected("s2", ErrorCode.ID_EXPIRED, "", null), now);
        sender.disconnected();
        sender.connected();
        assertThat(pump(sender)).containsExactly(1L, 3L, 4L);
        assertThat(tally.refused).containsEntry(ErrorCode.ID_EXPIRED, 1L);
        assertThat(sender.unacknowledged()).isEqualTo(3);
    }

    @Test
    void aRefusalOfSomethingElseIsNotTheSenders() {
        Sender sender = sender(4, 0);
        assertThat(sender.rejected(new Event.Rejected("j0", ErrorCode.BUSY, "", null), now))
                .isFalse();
        assertThat(sender.rejected(new Event.Rejected(null, ErrorCode.BUSY, "", null), now))
                .isFalse();
    }

    @Test
    void everyFiftiethIsSentTwice() {
        Sender sender = sender(60, 0);
        List<Long> all = new ArrayList<>();
        for (int number = 1; number <= 60; number++) {
            all.addAll(pump(sender));
            acknowledge(sender, number);
        }
        assertThat(all)
                .hasSize(61)
                .filteredOn(number -> number == Sender.REPEAT_EVERY)
                .hasSize(2);
        assertThat(tally.acknowledged).isEqualTo(60);
        assertThat(findings.isEmpty()).isTrue();
    }

    @Test
    void aRateIsKept() {
        Sender sender = sender(100, 10);
        assertThat(pump(sender)).containsExactly(1L);
        now += TimeUnit.MILLISECONDS.toNanos(99);
        assertThat(pump(sender)).isEmpty();
        now += TimeUnit.MILLISECONDS.toNanos(102);
        assertThat(pump(sender)).containsExactly(2L, 3L);
    }

    private Sender sender(long messages, double rate) {
        BenchPlan plan = new BenchPlan(
                new ServerAddress("127.0.0.1", 1),
                null,
                1,
                0,
                0,
                1,
                messages,
                BenchPlan.of(new ServerAddress("127.0.0.1", 1)).duration(),
                rate,
                50,
                4,
                BenchPlan.of(new ServerAddress("127.0.0.1", 1)).settle(),
                BenchPlan.of(new ServerAddress("127.0.0.1", 1)).silence());
        Sender sender = new Sender(0, ledger, wording, new Quota(messages), tally, plan);
        sender.connected();
        return sender;
    }

    private List<Long> pump(Sender sender) {
        written.clear();
        sender.pump(now, command -> written.add((Command.Send) command));
        return written.stream().map(Command.Send::id).toList();
    }

    private void acknowledge(Sender sender, int number) {
        sender.acknowledged(new Event.Sent("s" + number, room.room(), number, number, 1, false), "e", now);
    }
}
