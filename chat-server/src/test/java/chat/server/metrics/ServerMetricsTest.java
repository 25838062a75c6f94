// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ServerMetrics metrics = new ServerMetrics(registry);

    @Test
    void anOpenConnectionCountsUnderTheDialectItSpeaksNow() {
        metrics.connectionOpened("detecting");
        metrics.connectionOpened("detecting");
        metrics.connectionChanged("detecting", "framed");
        metrics.connectionClosed("detecting", "silent");

        assertThat(gauge("chat.connections", "dialect", "detecting")).isZero();
        assertThat(gauge("chat.connections", "dialect", "framed")).isEqualTo(1);
        assertThat(counter("chat.connections.closed.total", "reason", "silent")).isEqualTo(1);
    }

    @Test
    void commandsCountByOutcome() {
        metrics.command("send", Outcome.OK);
        metrics.command("send", Outcome.REJECTED);
        metrics.command("send", Outcome.REJECTED);

        assertThat(counter("chat.commands.total", "outcome", "ok")).isEqualTo(1);
        assertThat(counter("chat.commands.total", "outcome", "rejected")).isEqualTo(2);
        assertThat(counter("chat.commands.total", "outcome", "failed")).isZero();
    }

    @Test
    void gaugesReadWhatSomebodyElseKnows() {
        assertThat(gauge("chat.rooms")).isZero();

        metrics.readRoomsFrom(() -> 7);
        metrics.readAppendQueueFrom(() -> 8);

        assertThat(gauge("chat.rooms")).isEqualTo(7);
        assertThat(gauge("chat.append.queue.entries")).isEqualTo(8);
    }

    @Test
    void theAllocatorShowsWhatItHolds() {
        PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
        AllocatorMemory.watch(allocator, metrics);
        ByteBuf buffer = allocator.directBuffer(64);

        assertThat(gauge("chat.allocator.used.bytes", "memory", "direct")).isPositive();

        buffer.release();
    }

    @Test
    void labelsThatComeFromPeersAfterAllStayBounded() {
        for (int i = 0; i < 1_000; i++) {
            metrics.connectionClosed("framed", "reason-" + i);
        }

        assertThat(registry.find("chat.connections.closed.total").counters()).hasSize(ByLabel.MOST_VALUES + 1);
        assertThat(counter("chat.connections.closed.total", "reason", ByLabel.OTHER))
                .isEqualTo(1_000 - 64);
    }

    @Test
    void everyLoopOfAGroupIsWatched() {
        DefaultEventExecutorGroup group = new DefaultEventExecutorGroup(2);
        try {
            EventLoopLag.watch(group, metrics);

            await().until(() ->
                    registry.get("chat.event.loop.lag.seconds").timer().count() >= 4);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }
}
