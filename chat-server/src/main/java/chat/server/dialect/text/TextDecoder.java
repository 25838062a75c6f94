// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.line.Line;
import chat.protocol.line.LineSplitter;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.dialect.CommandGate;
import chat.server.dialect.GatedDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines out of the stream and commands out of the lines. A person says no hello: whoever connects is a guest in the
 * default room, or is told to sign in; whoever signs in stays in the room in which they are. Confined to the connection's event loop.
 */
final class TextDecoder extends GatedDecoder {

    private final LineSplitter lines;
    private final TextCommands commands;
    private final CurrentRoom room;
    private final int maxLineBytes;

    TextDecoder(CurrentRoom room, int maxLineBytes, CommandGate gate) {
        super(gate);
        this.lines = new LineSplitter(maxLineBytes);
        this.commands = new TextCommands(room);
        this.room = room;
        this.maxLineBytes = maxLineBytes;
    }

    /** The other handlers are there by then, as the dialect's first handler is added last. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.fireChannelRead(new Command.Hello(Command.PROTOCOL_VERSION, "text", null, null, null));
        if (room.takeEntry()) {
            ctx.fireChannelRead(entry());
        }
    }

    @Override
    protected @Nullable Object decode(ByteBuf in) {
        if (room.takeEntry()) {
            return entry();
        }
        Line line = lines.next(in);
        while (line != null) {
            Object message = messageOf(line);
            if (message != null) {
                return message;
            }
            line = lines.next(in);
        }
        return null;
    }

    @Override
    protected @Nullable Object decodeLast() {
        Line line = lines.finish();
        return line == null ? null : messageOf(line);
    }

    private Command entry() {
        return new Command.Join("", room.name(), null, null);
    }

    private @Nullable Object messageOf(Line line) {
        if (line instanceof Line.Text text) {
            try {
                return commands.parse(text.text());
            } catch (RejectedException e) {
                return e;
            }
        }
        return new RejectedException(
                ErrorCode.LINE_TOO_LONG,
                "that line was too long and has been left out (expected: at most " + maxLineBytes + " bytes)");
    }
}
