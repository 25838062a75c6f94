// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StallClockTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final StallClock clock = new StallClock(channel);

    @BeforeEach
    void lowerWatermarks() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1_000, 2_000));
    }

    @AfterEach
    void releaseAll() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aConnectionThatTakesBytesDoesNotStall() {
        assertThat(clock.stalledNanos(-5)).isZero();
        write(100);
        assertThat(clock.stalledNanos(1_000)).isZero();
        assertThat(clock.stalledNanos(9_000)).isZero();
    }

    @Test
    void timeRunsWhileNothingLeaves() {
        clock.stalledNanos(1_000);
        write(3_000);
        assertThat(clock.stalledNanos(2_000)).isZero();
        assertThat(clock.stalledNanos(5_000)).isEqualTo(3_000);
        assertThat(clock.stalledNanos(7_000)).isEqualTo(5_000);
    }

    @Test
    void itBeginsAgainWhenSomethingHasLeft() {
        write(3_000);
        write(3_000);
        clock.stalledNanos(1_000);
        assertThat(clock.stalledNanos(5_000)).isEqualTo(4_000);

        takeOne();

        assertThat(channel.isWritable()).isFalse();
        assertThat(clock.stalledNanos(6_000)).isZero();
        assertThat(clock.stalledNanos(8_000)).isEqualTo(2_000);
        takeOne();
        assertThat(clock.stalledNanos(9_000)).isZero();
    }

    /** Any change counted as progress: a client that reads nothing was kept for as long as something was added for it. */
    @Test
    void whatIsAddedMeanwhileIsNoProgress() {
        write(3_000);
        clock.stalledNanos(1_000);
        write(100);
        assertThat(clock.stalledNanos(2_000)).isEqualTo(1_000);
        write(100);
        assertThat(clock.stalledNanos(3_000)).isEqualTo(2_000);
    }

    private void write(int bytes) {
        channel.write(Unpooled.buffer(bytes).writeZero(bytes));
    }

    private void takeOne() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        out.addFlush();
        out.remove();
    }
}
