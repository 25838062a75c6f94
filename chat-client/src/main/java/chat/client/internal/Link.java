// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

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
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server, from the attempt to its end. Tells its owner what happens to it, and nothing any more once
 * the owner has dropped it. Confined to one event loop.
 */
final class Link {

    /** Whoever a link belongs to. Called on the loop, and never from within {@link #open}. */
    interface Owner {
        /** The connection stands. */
        void opened(Link link);

        /** The server told something. */
        void received(Link link, Event event);

        /** Everything that was there to read has been handed over. */
        void readComplete(Link link);

        /** The server refuses to talk, with a line for people. */
        void refused(Link link, String reason);

        /** The server's certificate is not trusted, for a reason for a person; the connection is gone. */
        void untrusted(Link link, String reason);

        /**
         * The connection could not be made or has ended.
         *
         * @param opened whether it had stood
         * @param reason what happened, for a person
         */
        void closed(Link link, boolean opened, String reason);
    }

    private static final String TLS = "tls";

    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private final CommandCodec codec = new CommandCodec();
    private final Owner owner;
    private final Channel channel;

    private boolean opened;
    private boolean dropped;
    private int maxFrameBytes = Integer.MAX_VALUE;
    private String reason = "the server closed the connection";

    private Link(EventLoop loop, ServerAddress address, Duration timeout, @Nullable ChatTls tls, Owner owner) {
        this.owner = owner;
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel ch) throws SSLException {
                        if (tls != null) {
                            // A server that is full, or has no TLS, says so before there is any.
                            ch.pipeline()
                                    .addLast("plain-refusal-line", new RefusalLineDecoder())
                                    .addLast(TLS, new TlsConnector(tls).newHandler(address, ch.alloc(), timeout));
                        }
                        ch.pipeline()
                                .addLast("refusal-line", new RefusalLineDecoder())
                                .addLast("events", new EventDecoder())
                                .addLast("link", new LinkHandler());
                    }
                })
                .connect(address.host(), address.port());
        this.channel = connecting.channel();
        // By way of the loop, so that the owner has this link before it hears of it.
        connecting.addListener(done -> loop.execute(() -> {
            if (channel.pipeline().get(TLS) instanceof SslHandler handler && done.isSuccess()) {
                handler.handshakeFuture().addListener(agreed -> loop.execute(() -> agreed(agreed.cause(), address)));
            } else {
                connected(done.cause(), address);
            }
        }));
    }

    /**
     * Begins to connect.
     *
     * @param timeout how long that may take, and how long the agreement on encryption
     * @param tls how to make sure of the server, or null for a connection that is not encrypted
     */
    static Link open(EventLoop loop, ServerAddress address, Duration timeout, @Nullable ChatTls tls, Owner owner) {
        return new Link(loop, address, timeout, tls, owner);
    }

    /** Keeps to the longest frame that the server takes. */
    void limitFrames(int maxBytes) {
        maxFrameBytes = maxBytes;
    }

    /**
     * Writes a command, which leaves at the next {@link #flush}.
     *
     * @return false if it is longer than the server takes; then nothing is written
     */
    boolean send(Command command) {
        ByteBuf frame = channel.alloc().buffer();
        boolean written = false;
        try {
            int begin = Framing.begin(frame);
            codec.encode(command, frame);
            Framing.end(frame, begin);
            if (frame.readableBytes() - Framing.LENGTH_BYTES > maxFrameBytes) {
                return false;
            }
            written = true;
            channel.write(frame);
            return true;
        } finally {
            if (!written) {
                frame.release();
            }
        }
    }

    /** Sends what was written. */
    void flush() {
        channel.flush();
    }

    /** Closes the connection; the owner hears nothing more of it. */
    void drop() {
        dropped = true;
        channel.close();
    }

    /** Leaves it to the server to close the connection, for at most this long; the owner hears nothing more of it. */
    ChannelFuture dropWithin(Duration patience) {
        dropped = true;
        channel.eventLoop().schedule(() -> channel.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
        return channel.closeFuture();
    }

    private void agreed(@Nullable Throwable failure, ServerAddress address) {
        if (failure == null) {
            connected(null, address);
        } else if (!dropped) {
            String untrusted = UntrustedException.reasonOf(failure);
            dropped = true;
            channel.close();
            if (untrusted != null) {
                owner.untrusted(this, untrusted);
            } else {
                owner.closed(this, false, "no TLS with " + address + ": " + inWords(failure));
            }
        }
    }

    private void connected(@Nullable Throwable failure, ServerAddress address) {
        if (dropped) {
            return;
        }
        // A port of the range for outgoing connections, with nobody listening, can be given to the very connection that
        // asks for it: then TCP connects it to itself.
        boolean toItself = failure == null
                && channel.localAddress() != null
                && channel.localAddress().equals(channel.remoteAddress());
        if (toItself) {
            drop();
            owner.closed(this, false, "cannot connect to " + address + ": connection refused");
            return;
        }
        if (failure != null) {
            dropped = true;
            owner.closed(this, false, "cannot connect to " + address + ": " + inWords(failure));
            return;
        }
        opened = true;
        owner.opened(this);
        if (!channel.isActive()) {
            ended();
        }
    }

    private void ended() {
        // A connection may end before its owner has heard that it stands.
        if (!dropped && opened) {
            dropped = true;
            owner.closed(this, true, reason);
        }
    }

    private static String inWords(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "the name of the host is not known";
        }
        if (failure instanceof NotSslRecordException) {
            return "the server does not speak it";
        }
        if (failure instanceof ClosedChannelException || failure.getCause() instanceof ClosedChannelException) {
            return "the server closed the connection";
        }
        if (failure instanceof ConnectTimeoutException || failure instanceof SslHandshakeTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** Last in the pipeline: hands over what came. */
    private final class LinkHandler extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (dropped) {
                return;
            }
            if (message instanceof Event event) {
                owner.received(Link.this, event);
            } else if (message instanceof RefusalLineDecoder.Refusal refusal) {
                owner.refused(Link.this, refusal.reason());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (!dropped) {
                owner.readComplete(Link.this);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            ended();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof IOException) {
                reason = "the connection broke: " + inWords(cause);
            } else if (cause instanceof DecoderException) {
                reason = "this is not a chat server, or not of this version: "
                        + inWords(cause.getCause() == null ? cause : cause.getCause());
            } else {
                log.error("fault while reading from the server; the connection is given up", cause);
                reason = "a fault of this program: " + cause;
            }
            ctx.close();
        }
    }
}
