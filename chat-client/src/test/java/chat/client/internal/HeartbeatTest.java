// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.internal.Heartbeat.Action;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private long now = Long.MAX_VALUE - 1_000;

    private final Heartbeat heartbeat = new Heartbeat(() -> now, 10);

    @Test
    void whoIsIdleAsksOnceAnInterval() {
        pass(9);
        assertThat(heartbeat.check()).isEqualTo(Action.NOTHING);
        pass(1);
        assertThat(heartbeat.check()).isEqualTo(Action.PING);
        heartbeat.wrote();
        assertThat(heartbeat.check()).isEqualTo(Action.NOTHING);
        heartbeat.read();
        pass(10);
        assertThat(heartbeat.check()).isEqualTo(Action.PING);
    }

    @Test
    void whoOnlyWritesAsksOnce() {
        for (int i = 0; i < 9; i++) {
            pass(1);
            heartbeat.wrote();
            assertThat(heartbeat.check()).isEqualTo(Action.NOTHING);
        }
        pass(1);
        heartbeat.wrote();
        assertThat(heartbeat.check()).isEqualTo(Action.PING);
        pass(1);
        heartbeat.wrote();
        assertThat(heartbeat.check()).isEqualTo(Action.NOTHING);
    }

    @Test
    void silenceOfTwoIntervalsAndAGraceIsTheEnd() {
        pass(24);
        heartbeat.wrote();
        assertThat(heartbeat.check()).isNotEqualTo(Action.GIVE_UP);
        pass(1);
        assertThat(heartbeat.check()).isEqualTo(Action.GIVE_UP);
    }

    @Test
    void anyByteIsASignOfLife() {
        pass(24);
        heartbeat.read();
        pass(24);
        assertThat(heartbeat.check()).isNotEqualTo(Action.GIVE_UP);
    }

    @Test
    void anOddIntervalIsBroughtIntoRange() {
        Heartbeat zero = new Heartbeat(() -> now, 0);
        assertThat(zero.check()).isEqualTo(Action.NOTHING);
        Heartbeat huge = new Heartbeat(() -> now, Integer.MAX_VALUE);
        pass(3_600);
        assertThat(huge.check()).isEqualTo(Action.PING);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
