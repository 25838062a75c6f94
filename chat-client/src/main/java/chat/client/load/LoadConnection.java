// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.client.ServerAddress;
import chat.client.tls.ChatTls;
import chat.client.tls.TlsConnector;
import chat.client.tls.UntrustedException;
import chat.protocol.codec.CommandCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection, which hands over every event as it was on the wire. Confined to one event loop. */
final class LoadConnection {

    /** Whoever a connection belongs to. */
    interface Owner {
        /** The connection stands. */
        void opened();

        /** The server told something. */
        void received(Event event);

        /** The server sent what is no event. */
        void unreadable(String reason);

        /** Everything that was there to read has been handed over. */
        void readComplete();

        /** The certificate of the server is not trusted, for a reason for a person; nothing more comes of it. */
        void untrusted(String reason);

        /** The connection could not be made or has ended; nothing more comes of it. */
        void closed();
    }

    private static final CommandCodec CODEC = new CommandCodec();
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    /** Longer: many connections agree at once, at the cost of both sides. */
    private static final Duration AGREEING_TIMEOUT = Duration.ofSeconds(10);

    private static final String TLS = "tls";

    private final Owner owner;
    private final Channel channel;
    private boolean opened;
    private boolean dropped;

    /** @param receiveBuffer how many bytes the kernel takes for a client that does not read, about; 0 for the usual */
    LoadConnection(LoadEnvironment environment, int receiveBuffer, Owner owner) {
        this.owner = owner;
        EventLoop loop = environment.loop();
        ServerAddress address = environment.server();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel ch) throws SSLException {
                        ChatTls tls = environment.tls();
                        if (tls != null) {
                            ch.pipeline()
                                    .addLast(
                                            TLS,
                                            new TlsConnector(tls).newHandler(address, ch.alloc(), AGREEING_TIMEOUT));
                        }
                        ch.pipeline()
                                .addLast("frames", new EventFramesDecoder(environment.events()))
                                .addLast("owner", new OwnerHandler());
                    }
                });
        if (receiveBuffer > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, receiveBuffer);
        }
        ChannelFuture connecting = bootstrap.connect(address.host(), address.port());
        channel = connecting.channel();
        // By way of the loop, so that the owner has this connection before it hears of it.
        connecting.addListener(done -> loop.execute(() -> {
            if (done.isSuccess() && channel.pipeline().get(TLS) instanceof SslHandler handler) {
                handler.handshakeFuture().addListener(agreed -> loop.execute(() -> agreed(agreed.cause())));
            } else {
                connected(done.isSuccess());
            }
        }));
    }

    /** Writes a command, which leaves at the next {@link #flush}. */
    void write(Command command) {
        ByteBuf frame = channel.alloc().buffer();
        int begin = Framing.begin(frame);
        CODEC.encode(command, frame);
        Framing.end(frame, begin);
        channel.write(frame);
    }

    /** Sends what was written. */
    void flush() {
        channel.flush();
    }

    /** Reads from the socket or leaves it alone. */
    void read(boolean read) {
        channel.config().setAutoRead(read);
    }

    /** Closes the connection; the owner hears nothing more of it. */
    void drop() {
        dropped = true;
        channel.close();
    }

    private void agreed(@Nullable Throwable failure) {
        String untrusted = failure == null ? null : UntrustedException.reasonOf(failure);
        if (untrusted == null || dropped) {
            connected(failure == null);
        } else {
            drop();
            owner.untrusted(untrusted);
        }
    }

    private void connected(boolean success) {
        // TCP may connect a port of the range for outgoing connections to itself, where nobody listens.
        boolean toItself = success
                && channel.localAddress() != null
                && channel.localAddress().equals(channel.remoteAddress());
        if (toItself) {
            channel.close();
        }
        if (dropped) {
            return;
        }
        if (!success || toItself || !channel.isActive()) {
            ended();
        } else {
            opened = true;
            owner.opened();
        }
    }

    private void ended() {
        if (!dropped) {
            dropped = true;
            owner.closed();
        }
    }

    /** Last in the pipeline: hands over what came. */
    private final class OwnerHandler extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (dropped) {
                return;
            }
            if (message instanceof Event event) {
                owner.received(event);
            } else if (message instanceof EventFramesDecoder.Unreadable unreadable) {
                owner.unreadable(unreadable.reason());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (!dropped) {
                owner.readComplete();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            // Before that, whoever waits for the connection is told by the future of it.
            if (opened) {
                ended();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Bytes that are no TLS are trouble with the connection, which is made again: no promise is about them.
            boolean trouble = cause instanceof IOException || cause.getCause() instanceof SSLException;
            if (opened && !dropped && !trouble) {
                owner.unreadable(cause.toString());
            }
            ctx.close();
        }
    }
}
