// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into commands, one at a time and only while the {@link CommandGate} is open. First of a
 * dialect's handlers; confined to the connection's event loop.
 *
 * <p>Netty's own {@link ByteToMessageDecoder} has no notion of a decoder that may not go on now: at the end of the input
 * it drops what it has not decoded by then. Here the end of the input is passed on when everything before has been.
 */
public abstract class GatedDecoder extends ChannelInboundHandlerAdapter {

    private final CommandGate gate;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private @Nullable Object endOfInput;
    private boolean finished;
    private boolean decoding;

    /** @param gate asked before each command */
    protected GatedDecoder(CommandGate gate) {
        this.gate = gate;
    }

    /**
     * The next message for the session.
     *
     * @param in its reader index is moved over what has been used
     * @return null if there is not enough yet
     */
    protected abstract @Nullable Object decode(ByteBuf in);

    /** The message that an unfinished rest makes at the end of the input, or null if it makes none. */
    protected abstract @Nullable Object decodeLast();

    /** What comes from now on is not looked at any more. */
    protected final void finish() {
        finished = true;
    }

    /** To be called when the gate of a connection has opened: its decoder, if it still has one, goes on. */
    public static void goOn(Channel channel) {
        ChannelHandlerContext ctx = channel.pipeline().context(GatedDecoder.class);
        if (ctx != null) {
            ((GatedDecoder) ctx.handler()).decodeWhileOpen(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (in.isReadable()) {
            if (bytes.isReadable()) {
                bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), bytes, in);
            } else {
                replace(in);
            }
        } else {
            in.release();
        }
        decodeWhileOpen(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOfInput = event;
            decodeWhileOpen(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        replace(Unpooled.EMPTY_BUFFER);
        finished = true;
    }

    private void replace(ByteBuf next) {
        bytes.release();
        bytes = next;
    }

    private void decodeWhileOpen(ChannelHandlerContext ctx) {
        if (decoding) {
            // A command that opens the gate again while it is worked on: the loop further up the stack goes on.
            return;
        }
        decoding = true;
        try {
            while (!finished && gate.isOpen()) {
                Object message = decode(bytes);
                if (message == null) {
                    break;
                }
                ctx.fireChannelRead(message);
            }
            // Also while the gate is closed: who has finished and does not read what waits for them must not be kept.
            if (!bytes.isReadable() || (!finished && gate.isOpen())) {
                reachEnd(ctx);
            }
            if (finished && bytes.isReadable()) {
                bytes.skipBytes(bytes.readableBytes());
            }
        } finally {
            decoding = false;
            if (!bytes.isReadable()) {
                // A connection that is only there would keep a buffer of two kilobytes otherwise.
                replace(Unpooled.EMPTY_BUFFER);
            }
        }
    }

    private void reachEnd(ChannelHandlerContext ctx) {
        Object end = endOfInput;
        if (end == null || finished) {
            return;
        }
        endOfInput = null;
        Object last = decodeLast();
        finished = true;
        if (last != null) {
            ctx.fireChannelRead(last);
        }
        ctx.fireUserEventTriggered(end);
    }
}
