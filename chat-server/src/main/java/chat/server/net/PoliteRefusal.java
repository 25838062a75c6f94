// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.session.OutputEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Sends a connection away with a line that it can read: a socket that is closed with bytes unread in it resets the
 * connection, which may destroy the line on its way. Therefore the output is closed first, and what still comes is read
 * and dropped for a moment. Confined to the connection's event loop.
 */
public final class PoliteRefusal extends ChannelInboundHandlerAdapter {

    private static final long LINGER_MILLIS = 1_000;

    private PoliteRefusal() {}

    /** The line that is a refusal in every dialect: nothing else that a server sends begins with an asterisk thrice. */
    public static String line(String reason) {
        return "*** " + reason + "\r\n";
    }

    /** Sends the text, then ends the connection. The channel must be registered. */
    public static void refuse(Channel channel, String text) {
        channel.pipeline().addLast(new PoliteRefusal());
        channel.config().setAutoRead(true);
        ByteBuf bytes = ByteBufUtil.encodeString(channel.alloc(), CharBuffer.wrap(text), StandardCharsets.UTF_8);
        channel.writeAndFlush(bytes).addListener(written -> OutputEnd.of(channel));
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
