// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.metrics.Refusal;
import chat.server.metrics.ServerMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is let in, on the boss loop, before a pipeline exists: a connection too many costs a line and a close. In
 * the pipeline of the listening sockets, before Netty's own handler that hands connections to the workers. Thread-safe.
 */
@Sharable
public final class ConnectionGate extends ChannelInboundHandlerAdapter {

    /** How many refused connections may linger to read their line; the rest is closed at once. */
    private static final int MAX_LINGERING = 256;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lingering = new AtomicInteger();
    private final int maxConnections;
    private final Admission admission;
    private final Predicate<Channel> proxies;
    private final ServerMetrics metrics;
    private final RefusalLog log;
    private volatile boolean stopping;

    /**
     * @param maxConnections how many connections there may be at once
     * @param admission asked for every connection but those of proxies, whose clients are not known yet
     * @param proxies whether a connection comes from a proxy
     */
    public ConnectionGate(
            int maxConnections,
            Admission admission,
            Predicate<Channel> proxies,
            ServerMetrics metrics,
            RefusalLog log) {
        this.maxConnections = maxConnections;
        this.admission = admission;
        this.proxies = proxies;
        this.metrics = metrics;
        this.log = log;
    }

    /** Lets nobody in any more. */
    public void stop() {
        stopping = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel connection = (Channel) message;
        Refusal refusal = refusalOf(connection);
        if (refusal == null) {
            connection.closeFuture().addListener(closed -> open.decrementAndGet());
            metrics.connectionAccepted();
            ctx.fireChannelRead(connection);
        } else {
            Object detail = refusal == Refusal.LIMIT ? maxConnections : String.valueOf(connection.remoteAddress());
            log.refused(ctx.channel().eventLoop(), refusal, detail);
            refuse(ctx.channel().eventLoop(), connection, refusal);
        }
    }

    private @Nullable Refusal refusalOf(Channel connection) {
        if (stopping) {
            return Refusal.STOPPING;
        }
        if (open.incrementAndGet() > maxConnections) {
            open.decrementAndGet();
            return Refusal.LIMIT;
        }
        Refusal refusal = proxies.test(connection) ? null : admission.refusalOf(connection);
        if (refusal != null) {
            open.decrementAndGet();
        }
        return refusal;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Out of file descriptors, as a rule: the next handler stops accepting for a second.
        log.acceptFailed(ctx.channel().eventLoop(), cause);
        ctx.fireExceptionCaught(cause);
    }

    private void refuse(EventLoop boss, Channel connection, Refusal reason) {
        metrics.connectionRefused(reason);
        if (lingering.get() >= MAX_LINGERING) {
            connection.unsafe().closeForcibly();
            return;
        }
        lingering.incrementAndGet();
        connection.closeFuture().addListener(closed -> lingering.decrementAndGet());
        boss.register(connection).addListener(registered -> {
            if (registered.isSuccess()) {
                PoliteRefusal.refuse(connection, PoliteRefusal.line(Admission.message(reason)));
            } else {
                connection.unsafe().closeForcibly();
            }
        });
    }
}
