// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import chat.protocol.message.Event;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Turns events for one connection into bytes; bytes for many, which are encoded already, pass. Behind the decoder;
 * confined to the connection's event loop.
 */
public final class EventEncoder extends MessageToByteEncoder<Event> {

    private final WireFormat format;

    /** @param format how the events look */
    public EventEncoder(WireFormat format) {
        super(Event.class);
        this.format = format;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Event event, ByteBuf out) {
        format.encode(event, out);
    }
}
