// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.Event;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Turns events for one connection into lines, and sees which room it is in. Confined to the connection's event loop. */
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
            if (room.enter(joined.room())) {
                format.joinedAgain(joined, out);
            } else {
                format.encode(event, out);
            }
        } else if (event instanceof Event.Welcome welcome) {
            room.welcomed(welcome.name());
            format.encode(event, out);
        } else if (event instanceof Event.RoomList list && list.ref().equals(TextCommands.TOPIC_ONLY)) {
            format.topic(room.name(), list, out);
        } else if (event instanceof Event.Pong pong && pong.ref().equals(TextCommands.HELP)) {
            format.help(out);
        } else {
            format.encode(event, out);
        }
    }
}
