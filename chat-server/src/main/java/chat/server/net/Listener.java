// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.config.DataSize;
import chat.server.config.NetConfig;
import chat.server.lifecycle.StartException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets. One, or several that share the port through SO_REUSEPORT, between which the kernel spreads new
 * connections. Used by the thread that starts and stops the server.
 */
public final class Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Path SYSTEM_BACKLOG = Path.of("/proc/sys/net/core/somaxconn");

    /** How many of the system's choices are tried where it is to choose the port. */
    private static final int PORTS_TO_TRY = 5;

    private final NetConfig config;
    private final Transport transport;
    private final EventLoopGroup boss;
    private final EventLoopGroup workers;
    private final ConnectionGate gate;
    private final ConnectionInitializer initializer;
    private final List<Channel> acceptors = new CopyOnWriteArrayList<>();

    /**
     * @param boss on which connections are accepted
     * @param workers to which accepted connections are given
     * @param gate decides who is let in
     * @param initializer builds the pipeline of who was
     */
    public Listener(
            NetConfig config,
            Transport transport,
            EventLoopGroup boss,
            EventLoopGroup workers,
            ConnectionGate gate,
            ConnectionInitializer initializer) {
        this.config = config;
        this.transport = transport;
        this.boss = boss;
        this.workers = workers;
        this.gate = gate;
        this.initializer = initializer;
    }

    /**
     * Begins to listen. Blocks until it does.
     *
     * @return the address, with the port that the system chose if the configuration has 0
     * @throws StartException if it cannot be
     */
    public InetSocketAddress open() throws StartException {
        warnOfSmallBacklog();
        InetSocketAddress wanted = new InetSocketAddress(config.host(), config.port());
        return config.acceptors() > 1
                ? openShared(wanted)
                : (InetSocketAddress) bind(wanted, false).localAddress();
    }

    private InetSocketAddress openShared(InetSocketAddress wanted) throws StartException {
        for (int tries = 1; ; tries++) {
            // Sockets that share a port would share it with another server of the same user, too, without a word.
            InetSocketAddress free = (InetSocketAddress) bind(wanted, false).localAddress();
            close();
            try {
                for (int i = 0; i < config.acceptors(); i++) {
                    bind(free, true);
                }
                return free;
            } catch (StartException e) {
                // One that the system has chosen may be given to any connection in between.
                if (wanted.getPort() != 0 || tries == PORTS_TO_TRY) {
                    throw e;
                }
            }
        }
    }

    /** Listens no more. Blocks until the port is free; what has been accepted stays. */
    public void close() {
        acceptors.forEach(acceptor -> acceptor.close().awaitUninterruptibly());
        acceptors.clear();
    }

    /** Whether it listens. Thread-safe. */
    public boolean isListening() {
        return !acceptors.isEmpty() && acceptors.stream().allMatch(Channel::isActive);
    }

    private Channel bind(InetSocketAddress address, boolean shared) throws StartException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(boss, workers)
                .channel(transport.serverChannel())
                .handler(gate)
                .childHandler(initializer)
                .option(ChannelOption.SO_BACKLOG, config.backlog())
                .option(ChannelOption.SO_REUSEADDR, config.reuseAddress())
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, config.tcpNoDelay())
                .childOption(ChannelOption.SO_KEEPALIVE, config.keepAlive())
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark((int) config.lowWatermark().bytes(), (int)
                                config.highWatermark().bytes()));
        if (shared) {
            bootstrap.option(transport.reusePort(), true);
        }
        if (config.sendBuffer().bytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, toAskFor(config.sendBuffer()));
        }
        if (config.receiveBuffer().bytes() > 0) {
            bootstrap.childOption(
                    ChannelOption.SO_RCVBUF, (int) config.receiveBuffer().bytes());
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw failure(address, bound.cause());
        }
        acceptors.add(bound.channel());
        return bound.channel();
    }

    private StartException failure(InetSocketAddress address, Throwable cause) {
        if (address.isUnresolved() || cause instanceof UnknownHostException) {
            return new StartException(
                    "net.host: " + config.host() + " is not known (expected: an address of this machine, or 0.0.0.0)",
                    cause);
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            String timeWait = config.reuseAddress()
                    ? ""
                    : ", or connections of the last minute in TIME_WAIT, as net.reuse-address is false";
            return new StartException(
                    "net.port: " + address.getPort() + " is taken on " + config.host()
                            + " (by another server" + timeWait + "; ss -tanp 'sport = :" + address.getPort()
                            + "' shows by what)",
                    cause);
        }
        return new StartException(
                "net.host, net.port: cannot listen on " + config.host() + ":" + address.getPort() + " (" + message
                        + ")",
                cause);
    }

    private void warnOfSmallBacklog() {
        try {
            // Not readString, which believes the size that the file claims to have and reads one digit.
            int limit = Integer.parseInt(Files.readAllLines(SYSTEM_BACKLOG).get(0));
            if (limit < config.backlog()) {
                LOG.warn("net.backlog: {} is cut to {} by the system (net.core.somaxconn)", config.backlog(), limit);
            }
        } catch (IOException | NumberFormatException e) {
            // No such file, no such limit.
            LOG.debug("the system does not tell its limit of the backlog", e);
        }
    }

    /**
     * What the system is to be asked for, so that it takes so much memory: Linux doubles the figure, to count what holds
     * the bytes as well (socket(7), SO_SNDBUF).
     */
    private static int toAskFor(DataSize memory) {
        boolean doubled = "Linux".equals(System.getProperty("os.name"));
        return (int) (doubled ? memory.bytes() / 2 : memory.bytes());
    }
}
