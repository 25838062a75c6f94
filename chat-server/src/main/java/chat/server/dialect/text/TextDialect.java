// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.RoomName;
import chat.server.dialect.CommandGate;
import chat.server.dialect.Dialect;
import chat.server.dialect.WireFormat;
import io.netty.channel.ChannelHandler;
import java.util.List;

/** Lines of text. */
public final class TextDialect implements Dialect {

    private final TextFormat format = new TextFormat();
    private final RoomName defaultRoom;
    private final int maxLineBytes;

    /**
     * @param defaultRoom where everybody begins
     * @param maxLineBytes the most bytes of a line, without its end
     */
    public TextDialect(RoomName defaultRoom, int maxLineBytes) {
        this.defaultRoom = defaultRoom;
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public WireFormat wireFormat() {
        return format;
    }

    @Override
    public List<ChannelHandler> handlers(CommandGate gate) {
        CurrentRoom room = new CurrentRoom(defaultRoom);
        return List.of(new TextDecoder(room, maxLineBytes, gate), new TextEncoder(room, format));
    }

    @Override
    public boolean ordersAnswers() {
        return true;
    }

    @Override
    public boolean oneRoomAtATime() {
        return true;
    }

    @Override
    public boolean isTyped() {
        return true;
    }

    @Override
    public boolean needsHeartbeats() {
        return false;
    }
}
