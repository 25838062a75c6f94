// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Turns events for one connection into lines. Keeps the connection in one room at a time: when it has joined another, it
 * leaves the one before. Confined to the connection's event loop.
 */
final class TextEncoder extends MessageToByteEncoder<Event> {

    private final CurrentRoom room;
    private final TextFormat format;

    TextEncoder(CurrentRoom room, TextFormat format) {
        super(Event.class);
        this.room = room;
        this.format = format;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Event event, ByteBuf out) {
        if (event instanceof Event.Joined joined) {
            RoomName before = room.name();
            room.set(joined.room());
            if (!before.equals(joined.room())) {
                // In a turn of its own: the session is in the middle of the join.
                ctx.executor().execute(() -> ctx.fireChannelRead(new Command.Leave("", before)));
            }
            format.encode(event, out);
        } else if (event instanceof Event.RoomList list && list.ref().equals(TextCommands.TOPIC_ONLY)) {
            list.rooms().stream()
                    .filter(row -> row.room().equals(room.name()))
                    .findFirst()
                    .ifPresent(row -> format.topic(row.topic(), out));
        } else if (event instanceof Event.Pong pong && pong.ref().equals(TextCommands.HELP)) {
            format.help(out);
        } else {
            format.encode(event, out);
        }
    }
}
