// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The latency has everything in it that was due in the measured time: what came late, and what never came. */
class TallyTest {

    private static final long MILLI = 1_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final DueWindow due = new DueWindow();
    private final Tally tally = new Tally(due, List.of(), 0);

    @Test
    void whatWasDueInTheMeasuredTimeCountsWheneverItComes() {
        say(0);
        openAt(100);
        say(200);
        say(300);
        deliver(200, 201);
        closeAt(1_000);
        say(2_000);
        deliver(0, 2_001);
        deliver(2_000, 2_002);
        deliver(300, 5_300);

        Histogram latency = tally.latency().withLost(0, 0);
        assertThat(latency.getTotalCount()).isEqualTo(2);
        assertThat(latency.getMaxValue() / MILLI).isBetween(4_990L, 5_010L);
    }

    @Test
    void whatNeverCameHasTakenAsLongAsWasWaited() {
        openAt(100);
        for (int i = 0; i < 10; i++) {
            say(200 + i);
        }
        for (int i = 0; i < 8; i++) {
            deliver(200 + i, 201 + i);
        }
        closeAt(1_000);

        Histogram latency = tally.latency().withLost(2, 30_000 * MILLI);
        assertThat(latency.getTotalCount()).isEqualTo(10);
        assertThat(latency.getValueAtPercentile(50) / MILLI).isEqualTo(1);
        assertThat(latency.getValueAtPercentile(90) / MILLI).isBetween(29_900L, 30_100L);
        // Of what is lost, it may not all have been due in this time.
        assertThat(tally.latency().withLost(50, 1).getTotalCount()).isEqualTo(10);
    }

    @Test
    void whatAllCameIsNotLostWhateverWasExpected() {
        openAt(100);
        say(200);
        closeAt(300);
        assertThat(tally.latency().withLost(0, 1).getTotalCount()).isZero();
    }

    private void openAt(long millis) {
        clock.set(millis * MILLI);
        due.open(clock::get);
    }

    private void closeAt(long millis) {
        clock.set(millis * MILLI);
        due.close(clock::get);
    }

    private void say(long dueMillis) {
        tally.expect(1, dueMillis * MILLI);
    }

    private void deliver(long dueMillis, long readMillis) {
        tally.delivered(0, dueMillis * MILLI, readMillis * MILLI);
    }
}
