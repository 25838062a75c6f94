// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.framed;

import chat.protocol.codec.EventCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.Event;
import chat.server.dialect.WireFormat;
import io.netty.buffer.ByteBuf;

/** An event as a frame. */
final class FramedFormat implements WireFormat {

    private final EventCodec codec = new EventCodec();

    @Override
    public String name() {
        return "framed";
    }

    @Override
    public void encode(Event event, ByteBuf out) {
        int begin = Framing.begin(out);
        codec.encode(event, out);
        Framing.end(out, begin);
    }
}
