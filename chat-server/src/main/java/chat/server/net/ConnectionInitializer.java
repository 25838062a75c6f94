// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.protocol.message.CloseReason;
import chat.server.metrics.ServerMetrics;
import chat.server.session.SessionHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Builds the pipeline of a connection as it is before its dialect is known; {@link HandlerNames} draws it. */
@Sharable
public final class ConnectionInitializer extends ChannelInitializer<Channel> {

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final TrafficHandler traffic;
    private final Supplier<ChannelHandler> detectors;
    private final Predicate<Channel> proxies;
    private final Predicate<Channel> banned;
    private final Supplier<ChannelHandler> proxyHeaders;

    /**
     * @param detectors gives each connection the handler that finds out its dialect and makes place for it
     * @param proxies whether a connection comes from a proxy
     * @param banned whether nobody may come from where a connection is from
     * @param proxyHeaders gives such a connection the handler that comes before the detector, and makes place for it
     */
    public ConnectionInitializer(
            Supplier<ChannelHandler> detectors,
            Predicate<Channel> proxies,
            Predicate<Channel> banned,
            Supplier<ChannelHandler> proxyHeaders,
            ServerMetrics metrics) {
        this.detectors = detectors;
        this.proxies = proxies;
        this.banned = banned;
        this.proxyHeaders = proxyHeaders;
        this.traffic = new TrafficHandler(metrics);
    }

    /** Closes every connection that is left. Completed when they are closed; does not block, as event loops call it. */
    public CompletionStage<Void> closeConnections() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        connections.close().addListener(end -> closed.complete(null));
        return closed;
    }

    /** Closes the connections of those who may not be here any more, on their loops. Thread-safe. */
    public void sendBannedAway() {
        connections.stream()
                .filter(banned)
                .forEach(channel -> channel.eventLoop().execute(() -> sendAway(channel)));
    }

    private static void sendAway(Channel channel) {
        SessionHandler session = channel.pipeline().get(SessionHandler.class);
        if (session == null) {
            // It has not even said what it speaks.
            channel.close();
        } else {
            session.sendAway(CloseReason.ADDRESS_BANNED, "nobody is let in from your address");
        }
    }

    @Override
    protected void initChannel(Channel channel) {
        connections.add(channel);
        channel.pipeline().addLast(HandlerNames.TRAFFIC, traffic);
        if (proxies.test(channel)) {
            channel.pipeline().addLast(HandlerNames.PROXY, proxyHeaders.get());
        } else {
            channel.pipeline().addLast(HandlerNames.DETECTOR, detectors.get());
        }
        if (banned.test(channel)) {
            // Since it was let in, and before it could be found here.
            channel.close();
        }
    }
}
