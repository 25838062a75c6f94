// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SharedBucketTest {

    /** Near the overflow, where System.nanoTime may well be. */
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

    @Test
    void aBurstPassesAndThenTheRate() {
        SharedBucket bucket = bucket("20/1s burst 100");

        assertThat(takeAll(bucket)).isEqualTo(100);
        passMillis(1_000);
        assertThat(takeAll(bucket)).isEqualTo(20);
        passMillis(TimeUnit.DAYS.toMillis(400));
        assertThat(takeAll(bucket)).isEqualTo(100);
    }

    @Test
    void itSaysWhenToComeBackAndRefusedEventsCostNothing() {
        SharedBucket bucket = bucket("1/1s burst 1");
        assertThat(bucket.take(nanos)).isZero();

        for (int i = 0; i < 10; i++) {
            assertThat(bucket.take(nanos)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_000 - 100 * i));
            passMillis(100);
        }
        assertThat(bucket.take(nanos)).isZero();
    }

    @Test
    void itIsFullWhenEverythingHasComeBack() {
        SharedBucket bucket = bucket("10/1s burst 10");
        assertThat(bucket.nanosUntilFull(nanos)).isZero();

        bucket.take(nanos);
        bucket.take(nanos);

        assertThat(bucket.nanosUntilFull(nanos)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        passMillis(200);
        assertThat(bucket.nanosUntilFull(nanos)).isZero();
    }

    @Test
    void aFifthIsKeptForThoseWhoTakeLittle() {
        SharedBucket bucket = bucket("10/1s burst 100");
        int taken = 0;
        while (bucket.takeUnreserved(nanos) == 0) {
            taken++;
        }
        assertThat(taken).isEqualTo(80);
        assertThat(bucket.takeUnreserved(nanos)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(takeAll(bucket)).isEqualTo(20);

        assertThat(bucket.isAlmostFull(nanos)).isFalse();
        passMillis(9_000);
        assertThat(bucket.isAlmostFull(nanos)).isTrue();

        SharedBucket small = bucket("1/1s burst 1");
        assertThat(small.takeUnreserved(nanos)).isZero();
    }

    /** What one connection may do must not depend on which of the two it is held to. */
    @Test
    void itLetsPassWhatATokenBucketDoes() {
        Limit<Rate> limit = Limit.atMost(Rate.parse("7/1s burst 5"));
        SharedBucket shared = SharedBucket.of(limit, nanos);
        TokenBucket own = TokenBucket.of(limit, () -> nanos);
        SplittableRandom random = new SplittableRandom(7);

        for (int i = 0; i < 100_000; i++) {
            nanos += random.nextInt(4) == 0 ? random.nextLong(400_000_000) : random.nextLong(40_000_000);
            assertThat(shared.take(nanos) == 0).as("event %d", i).isEqualTo(own.tryTake());
        }
    }

    @Test
    void withoutALimitEverythingPasses() {
        SharedBucket bucket = SharedBucket.of(Limit.off(), nanos);

        for (int i = 0; i < 1_000; i++) {
            assertThat(bucket.take(nanos)).isZero();
        }
        assertThat(bucket.nanosUntilFull(nanos)).isZero();
    }

    @RepeatedTest(20)
    void threadsTogetherGetNoMoreThanThereIs() {
        SharedBucket bucket = bucket("1/1h burst 200000");
        List<CompletableFuture<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(CompletableFuture.supplyAsync(() -> takeAll(bucket), task -> new Thread(task).start()));
        }

        assertThat(threads.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(200_000);
    }

    private SharedBucket bucket(String rate) {
        return SharedBucket.of(Limit.atMost(Rate.parse(rate)), nanos);
    }

    private void passMillis(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private int takeAll(SharedBucket bucket) {
        int taken = 0;
        while (bucket.take(nanos) == 0) {
            taken++;
        }
        return taken;
    }
}
