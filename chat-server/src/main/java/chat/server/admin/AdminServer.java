// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import chat.server.config.AdminConfig;
import chat.server.lifecycle.Stage;
import chat.server.lifecycle.StartException;
import chat.server.net.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the admin port. Started and stopped as a stage. */
public final class AdminServer implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_REQUEST_BYTES = 8 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final AdminConfig config;
    private final Transport transport;
    private final Readiness readiness;
    private final Supplier<String> scrape;
    private final ApiDoor door;
    private final Duration idle;

    private @Nullable EventLoopGroup group;
    private @Nullable Channel listener;

    /** Touched on the one event loop only. */
    private int connections;

    /**
     * A server that has not started.
     *
     * @param config where to listen
     * @param transport that of the chat port: a second one would be loaded for this port alone
     * @param readiness answers {@code /readyz}
     * @param scrape makes the text of {@code /metrics}; called on the event loop of the admin port
     * @param door to the operator's API
     */
    public AdminServer(
            AdminConfig config, Transport transport, Readiness readiness, Supplier<String> scrape, ApiDoor door) {
        this(config, transport, readiness, scrape, door, IDLE);
    }

    AdminServer(
            AdminConfig config,
            Transport transport,
            Readiness readiness,
            Supplier<String> scrape,
            ApiDoor door,
            Duration idle) {
        this.config = config;
        this.transport = transport;
        this.readiness = readiness;
        this.scrape = scrape;
        this.door = door;
        this.idle = idle;
    }

    @Override
    public String name() {
        return "admin port";
    }

    @Override
    public void start() throws StartException {
        EventLoopGroup own =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("admin", true), transport.ioHandlers());
        ChannelFuture bound = new ServerBootstrap()
                .group(own)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        initialize(channel);
                    }
                })
                .bind(config.host(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            own.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw BindFailure.of(config, bound.cause());
        }
        group = own;
        listener = bound.channel();
        LOG.debug("Admin port {} is open", address());
    }

    /**
     * The address it listens on, with the port that was taken.
     *
     * @throws IllegalStateException before it has started
     */
    public InetSocketAddress address() {
        if (listener == null) {
            throw new IllegalStateException("admin port: not started");
        }
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public CompletionStage<?> stop() {
        if (group == null) {
            return STOPPED;
        }
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(end -> stopped.complete(null));
        return stopped;
    }

    /** <pre>codec, aggregator, idle, keep-alive, admin</pre> */
    private void initialize(SocketChannel channel) {
        if (connections == MAX_CONNECTIONS) {
            LOG.debug("Connection refused: there are {} already", MAX_CONNECTIONS);
            channel.close();
            return;
        }
        connections++;
        channel.closeFuture().addListener(closed -> connections--);
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                // Behind the aggregator: only a whole request counts as activity, not a byte now and then.
                .addLast(new IdleStateHandler(0, 0, idle.toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new AdminHandler(readiness, scrape, door));
    }
}
