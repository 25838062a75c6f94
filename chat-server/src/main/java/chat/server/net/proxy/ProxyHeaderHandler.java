// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.proxy;

import chat.server.metrics.Refusal;
import chat.server.metrics.ServerMetrics;
import chat.server.net.Admission;
import chat.server.net.HandlerNames;
import chat.server.net.PoliteRefusal;
import chat.server.net.RefusalLog;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the header that every connection of a proxy begins with (the PROXY protocol, versions 1 and 2, by HAProxy), and
 * takes the address in it for that of the peer. Then the detector comes into its place, and sees what follows the header as
 * the first bytes. Before the detector, hence before TLS; confined to the connection's event loop.
 *
 * <p>A connection that the proxy makes for itself, such as to see whether the server is well (LOCAL, or UNKNOWN in version
 * 1), and one from a socket that is no address of the Internet, is let in as the proxy's own.
 */
public final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {

    /** What may follow the addresses in version 2: names of hosts, certificates; nothing that is looked at here. */
    private static final int MAX_TLV_BYTES = 2048;

    private final Admission admission;
    private final Duration timeout;
    private final Supplier<ChannelHandler> detectors;
    private final ServerMetrics metrics;
    private final RefusalLog log;
    private @Nullable Future<?> deadline;
    private boolean decided;

    /**
     * @param admission asked whether a client may come
     * @param timeout how long the header may take
     * @param detectors gives the handler that comes after this one
     */
    public ProxyHeaderHandler(
            Admission admission,
            Duration timeout,
            Supplier<ChannelHandler> detectors,
            ServerMetrics metrics,
            RefusalLog log) {
        this.admission = admission;
        this.timeout = timeout;
        this.detectors = detectors;
        this.metrics = metrics;
        this.log = log;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // Removes itself behind the header, and then passes on what came with it.
        ctx.pipeline().addBefore(ctx.name(), HandlerNames.PROXY_DECODER, new HAProxyMessageDecoder(MAX_TLV_BYTES));
        deadline = ctx.executor().schedule(() -> refuse(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (decided || !(message instanceof HAProxyMessage header)) {
            ReferenceCountUtil.release(message);
            return;
        }
        decided = true;
        InetAddress client;
        try {
            client = clientOf(header);
        } finally {
            header.release();
        }
        Refusal refusal = client == null ? null : admission.refusalOf(ctx.channel(), client);
        if (client == null || refusal == null) {
            ctx.pipeline().replace(this, HandlerNames.DETECTOR, detectors.get());
        } else {
            metrics.connectionRefused(refusal);
            log.refused(ctx.channel().eventLoop(), refusal, client);
            PoliteRefusal.refuse(ctx.channel(), PoliteRefusal.line(Admission.message(refusal)));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !decided) {
            refuse(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** It was no header, or the connection broke. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx);
    }

    private void refuse(ChannelHandlerContext ctx) {
        if (!decided) {
            decided = true;
            metrics.connectionRefused(Refusal.PROXY_HEADER);
            log.refused(
                    ctx.channel().eventLoop(),
                    Refusal.PROXY_HEADER,
                    String.valueOf(ctx.channel().remoteAddress()));
        }
        ctx.close();
    }

    /** Where the client is; null where the decoder has no address of the Internet, as it has none for LOCAL. */
    private static @Nullable InetAddress clientOf(HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        return family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6
                ? NetUtil.createInetAddressFromIpAddressString(header.sourceAddress())
                : null;
    }
}
