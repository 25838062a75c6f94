// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.framed;

import chat.protocol.codec.CommandCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.ClosedByProtocolException;
import chat.protocol.message.RejectedException;
import chat.server.dialect.CommandGate;
import chat.server.dialect.GatedDecoder;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes frames out of the stream and commands out of the frames. Confined to the connection's event loop. */
final class FramedDecoder extends GatedDecoder {

    private final CommandCodec codec;
    private final int maxFrameBytes;

    FramedDecoder(CommandCodec codec, int maxFrameBytes, CommandGate gate) {
        super(gate);
        this.codec = codec;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    protected @Nullable Object decode(ByteBuf in) {
        try {
            ByteBuf frame = Framing.next(in, maxFrameBytes);
            return frame == null ? null : codec.decode(frame);
        } catch (RejectedException e) {
            return e;
        } catch (ClosedByProtocolException e) {
            // The length is not to be believed: there is no telling where the next frame would begin.
            finish();
            return e;
        }
    }

    @Override
    protected @Nullable Object decodeLast() {
        return null;
    }
}
