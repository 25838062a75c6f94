// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.protocol.codec.EventCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Makes events of frames. Behind {@link RefusalLineDecoder}, before {@link Link}'s own handler. A frame that cannot be
 * understood counts as the refusal of the command it belongs to, as the stream can go on behind it; an entry lost like
 * that leaves a hole in its room's numbers, which is noticed.
 */
final class EventDecoder extends ByteToMessageDecoder {

    /** Above any page of history, and a limit to what a server can make this client keep. */
    static final int MAX_FRAME_BYTES = (1 << 24) - 1;

    private final EventCodec codec = new EventCodec();

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuf payload = Framing.next(in, MAX_FRAME_BYTES);
        if (payload == null) {
            return;
        }
        try {
            out.add(codec.decode(payload));
        } catch (RejectedException e) {
            // Whatever was asked may have been done: a message is sent again under its id.
            String message = "the server's answer makes no sense: " + e.reason();
            out.add(new Event.Rejected(e.ref(), ErrorCode.INTERNAL, message, null));
        }
    }
}
