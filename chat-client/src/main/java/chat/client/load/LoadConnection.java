// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.client.ServerAddress;
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
import java.io.IOException;

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

        /** The connection could not be made or has ended; nothing more comes of it. */
        void closed();
    }

    private static final CommandCodec CODEC = new CommandCodec();
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    private final Owner owner;
    private final Channel channel;
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
                    protected void initChannel(SocketChannel ch) {
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
        connecting.addListener(done -> loop.execute(() -> connected(done.isSuccess())));
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
            ended();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!dropped && !(cause instanceof IOException)) {
                owner.unreadable(cause.toString());
            }
            ctx.close();
        }
    }
}
