// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.protocol.line.Line;
import chat.protocol.line.LineSplitter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a server that refuses before it knows what this client speaks: then its first byte is {@code *}, which no
 * frame begins with, and a line for people follows. First in the pipeline; removes itself at any other first byte.
 */
final class RefusalLineDecoder extends ByteToMessageDecoder {

    /** The line, without its stars. */
    record Refusal(String reason) {}

    private static final int STAR = '*';
    private static final int MAX_BYTES = 1024;

    private final LineSplitter lines = new LineSplitter(MAX_BYTES);

    private boolean refused;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!refused && in.getByte(in.readerIndex()) != STAR) {
            ctx.pipeline().remove(this);
            return;
        }
        refused = true;
        report(lines.next(in), out);
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (in.isReadable()) {
            decode(ctx, in, out);
        }
        if (refused) {
            report(lines.finish(), out);
        }
    }

    private static void report(@Nullable Line line, List<Object> out) {
        if (line instanceof Line.Text text) {
            out.add(new Refusal(text.text().replaceFirst("^\\*+\\s*", "").strip()));
        } else if (line instanceof Line.TooLong) {
            out.add(new Refusal("refused, with a reason too long to read"));
        }
    }
}
