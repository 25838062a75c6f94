// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.server.dialect.Dialect;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;

/** What a dialect makes of the bytes of one connection, until its input ends. */
final class DialectInput {

    private DialectInput() {}

    /**
     * What reaches the session.
     *
     * @param pieceBytes how many bytes arrive at once, at least 1
     */
    static List<String> read(Dialect dialect, byte[] bytes, int pieceBytes) {
        EmbeddedChannel channel = new EmbeddedChannel();
        try {
            List<ChannelHandler> handlers = new ArrayList<>(dialect.handlers(() -> true));
            for (int i = handlers.size() - 1; i >= 0; i--) {
                channel.pipeline().addFirst(handlers.get(i));
            }
            for (int at = 0; at < bytes.length; at += pieceBytes) {
                // Copied: a dialect owns what it is given.
                channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(pieceBytes, bytes.length - at)));
            }
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            channel.checkException();
            List<String> messages = new ArrayList<>();
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                messages.add(message.toString());
            }
            return messages;
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
