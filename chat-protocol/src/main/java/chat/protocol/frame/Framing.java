// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.frame;

import chat.protocol.message.CloseReason;
import chat.protocol.message.ClosedByProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Cuts frames out of a stream of bytes and puts them into one. Thread-safe, as it keeps nothing. */
public final class Framing {

    /** How many bytes the length takes. */
    public static final int LENGTH_BYTES = 4;

    private Framing() {}

    /**
     * The payload of the next frame, if all of it is there.
     *
     * <p>The result is a slice that shares the memory of {@code in} and is not retained: it is valid until {@code in} is
     * released or its read bytes are discarded, and must not be released.
     *
     * @param in the bytes that came; its reader index moves past the frame, or stays if the frame is incomplete
     * @param maxBytes the most bytes a payload may have
     * @return the payload, which is empty for a frame of length zero, or null if the frame is incomplete
     * @throws ClosedByProtocolException with {@link CloseReason#FRAME_TOO_LONG} as soon as a length above the limit, or
     *     with its highest bit set, is there; the reader index stays
     */
    public static @Nullable ByteBuf next(ByteBuf in, int maxBytes) {
        if (in.readableBytes() < LENGTH_BYTES) {
            return null;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length > maxBytes) {
            throw new ClosedByProtocolException(
                    CloseReason.FRAME_TOO_LONG, "frame of " + length + " bytes (expected: at most " + maxBytes + ")");
        }
        if (in.readableBytes() - LENGTH_BYTES < length) {
            return null;
        }
        in.skipBytes(LENGTH_BYTES);
        return in.readSlice((int) length);
    }

    /**
     * Begins a frame by leaving room for its length; the payload is what is written until {@link #end}.
     *
     * @return where the frame begins, for {@link #end}
     */
    public static int begin(ByteBuf out) {
        int begin = out.writerIndex();
        out.writeInt(0);
        return begin;
    }

    /** Ends the frame that {@link #begin} began, by filling in its length. */
    public static void end(ByteBuf out, int begin) {
        out.setInt(begin, out.writerIndex() - begin - LENGTH_BYTES);
    }
}
