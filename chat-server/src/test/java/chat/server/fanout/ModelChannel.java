// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.dialect.EventEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.channels.ClosedChannelException;

/**
 * A connection whose socket takes as many bytes as the test lets it. Writability comes from Netty's own accounting, and
 * what was written but not flushed never leaves.
 */
final class ModelChannel extends EmbeddedChannel {

    /** Is told what goes on; the calls come from within writes and flushes. */
    interface Observer {
        void written(ModelFormat.Frame frame);

        void received(ModelFormat.Frame frame);

        void becameWritable();

        void closed();
    }

    private record Id(int number) implements ChannelId {
        private static final long serialVersionUID = 1L;

        @Override
        public String asShortText() {
            return "channel-" + number;
        }

        @Override
        public String asLongText() {
            return asShortText();
        }

        @Override
        public int compareTo(ChannelId other) {
            return asShortText().compareTo(other.asShortText());
        }
    }

    private final ModelFormat.Reader written;
    private final ModelFormat.Reader received;
    private long allowance = Long.MAX_VALUE;
    private long waiting;
    private boolean writing;

    ModelChannel(int number, ModelFormat format, WriteBufferWaterMark watermarks, Observer observer) {
        super(new Id(number));
        written = format.new Reader(observer::written);
        received = format.new Reader(observer::received);
        config().setWriteBufferWaterMark(watermarks);
        pipeline().addLast(new Tap(), new EventEncoder(format), new Session(observer));
    }

    /** Bytes that were written and have not left. */
    long waiting() {
        return waiting;
    }

    boolean isStalled() {
        return allowance < Long.MAX_VALUE;
    }

    /** The peer reads so many bytes more, and then no more for now. */
    void allow(long bytes) {
        allowance = bytes;
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (bytes > 0 && out != null) {
            // As epoll has it: what had been flushed goes on, not what was only written.
            doWrite(out);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        if (writing) {
            // A flush within a writability event: the loop further up the stack goes on.
            return;
        }
        writing = true;
        try {
            ByteBuf message = (ByteBuf) out.current();
            while (message != null && (allowance > 0 || !message.isReadable())) {
                int count = (int) Math.min(allowance, message.readableBytes());
                allowance -= allowance == Long.MAX_VALUE ? 0 : count;
                waiting -= count;
                received.read(message, count);
                if (count == message.readableBytes()) {
                    out.remove();
                } else {
                    out.removeBytes(count);
                }
                message = (ByteBuf) out.current();
            }
        } finally {
            writing = false;
        }
    }

    /** Sees what is written, as bytes. */
    private final class Tap extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf bytes = (ByteBuf) message;
            if (ctx.channel().isActive()) {
                waiting += bytes.readableBytes();
                written.read(bytes, bytes.readableBytes());
            }
            ctx.write(message, promise);
        }
    }

    /** Does at once what the session does at once. */
    private static final class Session extends ChannelInboundHandlerAdapter {
        private final Observer observer;

        Session(Observer observer) {
            this.observer = observer;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (ctx.channel().isWritable()) {
                observer.becameWritable();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            observer.closed();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // What had not left when the connection was closed.
            assertThat(cause).isInstanceOf(ClosedChannelException.class);
        }
    }
}
