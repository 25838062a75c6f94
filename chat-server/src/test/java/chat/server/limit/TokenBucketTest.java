// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    /** Near the overflow, where System.nanoTime may well be. */
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

    @Test
    void whoHasTakenATenthHasNotTakenLittle() {
        TokenBucket bucket = bucket("20/1s burst 100");
        for (int i = 0; i < 10; i++) {
            assertThat(bucket.isAlmostFull()).isTrue();
            assertThat(bucket.tryTake()).isTrue();
        }
        assertThat(bucket.isAlmostFull()).isTrue();
        assertThat(bucket.tryTake()).isTrue();
        assertThat(bucket.isAlmostFull()).isFalse();
    }

    @Test
    void aBurstPassesAndThenTheRate() {
        TokenBucket bucket = bucket("20/1s burst 100");

        assertThat(takeAll(bucket)).isEqualTo(100);
        passMillis(1_000);
        assertThat(takeAll(bucket)).isEqualTo(20);
        passMillis(49);
        assertThat(bucket.tryTake()).isFalse();
        passMillis(1);
        assertThat(bucket.tryTake()).isTrue();
    }

    @Test
    void aPauseNeverSavesUpMoreThanTheBurst() {
        TokenBucket bucket = bucket("20/1s burst 100");
        takeAll(bucket);

        passMillis(TimeUnit.DAYS.toMillis(400));

        assertThat(takeAll(bucket)).isEqualTo(100);
    }

    @Test
    void itSaysWhenToComeBack() {
        TokenBucket bucket = bucket("3/1s burst 1");
        assertThat(bucket.retryAfterMillis()).isZero();

        bucket.tryTake();

        assertThat(bucket.retryAfterMillis()).isEqualTo(334);
        passMillis(333);
        assertThat(bucket.retryAfterMillis()).isEqualTo(1);
        passMillis(bucket.retryAfterMillis());
        assertThat(bucket.tryTake()).isTrue();
    }

    @Test
    void refusedEventsCostNothing() {
        TokenBucket bucket = bucket("1/1s burst 1");
        bucket.tryTake();

        for (int i = 0; i < 10; i++) {
            passMillis(100);
            assertThat(bucket.tryTake()).isEqualTo(i == 9);
        }
    }

    @Test
    void manySmallStepsGiveAsMuchAsOneLargeOne() {
        TokenBucket bucket = bucket("7/1s burst 7");
        takeAll(bucket);

        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            passMillis(1);
            taken += bucket.tryTake() ? 1 : 0;
        }

        assertThat(taken).isEqualTo(70);
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        TokenBucket bucket = bucket("1/1s burst 1");
        bucket.tryTake();

        passMillis(-5_000);

        assertThat(bucket.tryTake()).isFalse();
        assertThat(bucket.retryAfterMillis()).isEqualTo(1_000);
    }

    @Test
    void theLargestRateDoesNotOverflow() {
        TokenBucket bucket = bucket("1/1h burst 1000000");

        passMillis(TimeUnit.DAYS.toMillis(365 * 50));

        assertThat(takeAll(bucket)).isEqualTo(1_000_000);
    }

    @Test
    void withoutALimitEverythingPasses() {
        TokenBucket bucket = TokenBucket.of(Limit.off(), () -> nanos);

        for (int i = 0; i < 1_000; i++) {
            assertThat(bucket.tryTake()).isTrue();
        }
        assertThat(bucket.retryAfterMillis()).isZero();
    }

    private TokenBucket bucket(String rate) {
        return TokenBucket.of(Limit.atMost(Rate.parse(rate)), () -> nanos);
    }

    private void passMillis(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static int takeAll(TokenBucket bucket) {
        int taken = 0;
        while (bucket.tryTake()) {
            taken++;
        }
        return taken;
    }
}
