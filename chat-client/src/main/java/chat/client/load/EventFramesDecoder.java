// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.frame.Framing;
import chat.protocol.message.RejectedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes events of frames, every one of them. First in the pipeline, before {@link LoadConnection}'s own handler. */
final class EventFramesDecoder extends ByteToMessageDecoder {

    /** Something that is no event. */
    record Unreadable(String reason) {}

    private static final int MAX_FRAME_BYTES = (1 << 24) - 1;
    private static final int STAR = '*';

    private final EventMemory events;
    private boolean broken;

    EventFramesDecoder(EventMemory events) {
        this.events = events;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken || in.getByte(in.readerIndex()) == STAR) {
            // A refusal in words, before the server knew what this client speaks: the end of the connection follows.
            broken = true;
            in.skipBytes(in.readableBytes());
            return;
        }
        ByteBuf payload = Framing.next(in, MAX_FRAME_BYTES);
        if (payload == null) {
            return;
        }
        try {
            out.add(events.decode(payload));
        } catch (RejectedException e) {
            out.add(new Unreadable(e.reason() + ": "
                    + payload.toString(
                            payload.readerIndex(), Math.min(80, payload.readableBytes()), StandardCharsets.UTF_8)));
        }
    }
}
