// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;

/** A connection whose socket takes all bytes at once and keeps none. Confined to one thread. */
final class SwallowingChannel extends EmbeddedChannel {

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

    private long swallowedBytes;

    /**
     * @param number tells it from the others: Netty gives all embedded channels the same name
     * @param handlers those of a connection's dialect
     */
    SwallowingChannel(int number, List<ChannelHandler> handlers) {
        super(new Id(number), handlers.toArray(ChannelHandler[]::new));
    }

    /** How many bytes were written and flushed. */
    long swallowedBytes() {
        return swallowedBytes;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        ByteBuf bytes = (ByteBuf) out.current();
        while (bytes != null) {
            swallowedBytes += bytes.readableBytes();
            out.remove();
            bytes = (ByteBuf) out.current();
        }
    }
}
