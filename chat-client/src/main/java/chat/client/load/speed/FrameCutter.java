// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.protocol.frame.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts what comes into frames, and hands each over as a range of bytes, so that nothing is made for a delivery. The only
 * handler of its pipeline.
 */
final class FrameCutter extends ChannelInboundHandlerAdapter {

    /** Who is handed the frames. All of it happens on the connection's event loop. */
    interface Sink {
        /** Bytes came; their frames follow. */
        void reading(long nowNanos, int bytes);

        /** A frame without its length; the bytes are valid during this call. */
        void frame(byte[] bytes, int from, int to);

        /** The server does not speak frames to this client; a line in words, or what is none. */
        void refused(String words);

        /** All that was there has been handed over. */
        void readComplete();

        /** This connection has ended. */
        void closed(Channel ended);
    }

    /** Bytes that all connections of an event loop cut their frames in, one after the other. */
    static final class Table {
        private byte[] bytes = new byte[1 << 18];

        private byte[] atLeast(int length) {
            if (bytes.length < length) {
                bytes = new byte[Math.max(length, 2 * bytes.length)];
            }
            return bytes;
        }
    }

    private static final int MAX_FRAME_BYTES = (1 << 24) - 1;
    private static final int MAX_WORDS = 200;
    private static final byte[] NOTHING = {};
    private static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Table table;
    private final Sink sink;
    private byte[] kept = NOTHING;
    private boolean broken;

    FrameCutter(Table table, Sink sink) {
        this.table = table;
        this.sink = sink;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            int came = in.readableBytes();
            int length = kept.length + came;
            byte[] bytes = table.atLeast(length);
            System.arraycopy(kept, 0, bytes, 0, kept.length);
            in.readBytes(bytes, kept.length, came);
            sink.reading(System.nanoTime(), came);
            int end = cut(bytes, length);
            kept = end == length ? NOTHING : Arrays.copyOfRange(bytes, end, length);
        } finally {
            in.release();
        }
    }

    private int cut(byte[] bytes, int length) {
        int at = 0;
        while (!broken && length - at >= Framing.LENGTH_BYTES) {
            int payload = (int) LENGTH.get(bytes, at);
            if (payload < 0 || payload > MAX_FRAME_BYTES) {
                broken = true;
                sink.refused(new String(bytes, at, Math.min(MAX_WORDS, length - at), StandardCharsets.UTF_8).strip());
            } else if (length - at - Framing.LENGTH_BYTES < payload) {
                return at;
            } else {
                at += Framing.LENGTH_BYTES;
                sink.frame(bytes, at, at + payload);
                at += payload;
            }
        }
        return broken ? length : at;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        sink.readComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        sink.closed(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            sink.refused("a fault of this program: " + cause);
        }
        ctx.close();
    }
}
