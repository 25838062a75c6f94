// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import chat.protocol.message.Event;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Turns events for one connection into bytes; bytes for many, which are encoded already, pass. Behind the decoder;
 * confined to the connection's event loop.
 *
 * <p>Events that follow one another share a buffer, which goes on when anything else is written, or at the flush: who has
 * many messages acknowledged at once gets them in one piece of memory, for one entry of the socket's queue.
 */
public final class EventEncoder extends ChannelOutboundHandlerAdapter {

    /** What is gathered does not count as written yet, so that it must stay small beside the watermarks. */
    private static final int MAX_GATHERED_BYTES = 8 * 1024;

    private final WireFormat format;
    private @Nullable ByteBuf gathered;

    /** @param format how the events look */
    public EventEncoder(WireFormat format) {
        this.format = format;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof Event event)) {
            passGathered(ctx);
            ctx.write(message, promise);
            return;
        }
        if (!promise.isVoid()) {
            // Somebody wants to know of this one.
            passGathered(ctx);
        }
        ByteBuf out = gathered == null ? ctx.alloc().ioBuffer() : gathered;
        gathered = out;
        int before = out.writerIndex();
        try {
            format.encode(event, out);
        } catch (RuntimeException e) {
            out.writerIndex(before);
            promise.tryFailure(e);
            return;
        }
        if (!promise.isVoid()) {
            gathered = null;
            ctx.write(out, promise);
        } else if (out.readableBytes() >= MAX_GATHERED_BYTES) {
            passGathered(ctx);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        passGathered(ctx);
        ctx.flush();
    }

    /** What was not flushed before the connection was closed is lost, as always. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void passGathered(ChannelHandlerContext ctx) {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            ctx.write(out, ctx.voidPromise());
        }
    }
}
