// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.BackOff;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReconnectorTest {

    private static final BackOff BACK_OFF = BackOff.DEFAULT;

    private long now;

    private final Reconnector reconnector = new Reconnector(BACK_OFF, () -> now, new SplittableRandom(1));

    @Test
    void everyWaitIsWithinItsBoundAndSpreadOverAllOfIt() {
        long[] caps = {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000};
        for (int attempt = 0; attempt < caps.length; attempt++) {
            Duration cap = Duration.ofMillis(caps[attempt]);
            Duration least = cap;
            Duration most = Duration.ZERO;
            for (int seed = 0; seed < 2_000; seed++) {
                Reconnector other = new Reconnector(BACK_OFF, () -> now, new SplittableRandom(seed));
                for (int i = 0; i < attempt; i++) {
                    other.lost();
                }
                Duration wait = wait(other.lost());
                assertThat(wait).isBetween(Duration.ZERO, cap);
                least = wait.compareTo(least) < 0 ? wait : least;
                most = wait.compareTo(most) > 0 ? wait : most;
            }
            assertThat(least).isLessThan(cap.dividedBy(20));
            assertThat(most).isGreaterThan(cap.multipliedBy(19).dividedBy(20));
        }
    }

    @Test
    void manyAttemptsDoNotOverflow() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(wait(reconnector.lost())).isBetween(Duration.ZERO, BACK_OFF.max());
        }
    }

    @Test
    void aConnectionThatStoodBeginsTheBackOffAnew() {
        exhaust();
        reconnector.established();
        now += Reconnector.STABLE.toNanos();
        assertThat(wait(reconnector.lost())).isLessThanOrEqualTo(BACK_OFF.first());
    }

    @Test
    void aConnectionThatWasDroppedAtOnceDoesNot() {
        Duration most = Duration.ZERO;
        for (int i = 0; i < 50; i++) {
            reconnector.established();
            now += Duration.ofMillis(10).toNanos();
            Duration wait = wait(reconnector.lost());
            most = wait.compareTo(most) > 0 ? wait : most;
        }
        assertThat(most).isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void aHintIsTheLeastToWait() {
        assertThat(wait(reconnector.goodbye(4000, 5_000L)))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(5).plus(BACK_OFF.first()));
        assertThat(wait(reconnector.goodbye(4000, -5L))).isLessThanOrEqualTo(Duration.ofMillis(500));
        assertThat(wait(reconnector.goodbye(4000, Long.MAX_VALUE)))
                .isLessThanOrEqualTo(Refusals.LONGEST_HINT.plus(BACK_OFF.max()));
    }

    @Test
    void theRangeOfTheCodeDecides() {
        assertThat(reconnector.goodbye(4000, null)).isInstanceOf(Reconnector.Next.After.class);
        assertThat(reconnector.goodbye(4499, null)).isInstanceOf(Reconnector.Next.After.class);
        assertThat(reconnector.goodbye(4500, 1L)).isInstanceOf(Reconnector.Next.Never.class);
        assertThat(reconnector.goodbye(4999, null)).isInstanceOf(Reconnector.Next.Never.class);
    }

    private void exhaust() {
        for (int i = 0; i < 20; i++) {
            reconnector.lost();
        }
    }

    private static Duration wait(Reconnector.Next next) {
        return ((Reconnector.Next.After) next).delay();
    }
}
