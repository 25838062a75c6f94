// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.protocol.codec.CommandCodec;
import chat.protocol.message.Command;
import chat.protocol.message.RejectedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The JSON that a peer sends: read or rejected, nothing else; and what was read is read again the same. */
public final class CommandTarget {

    private static final CommandCodec CODEC = new CommandCodec();

    private CommandTarget() {}

    /** @param payload a frame without its length */
    public static void fuzzerTestOneInput(byte[] payload) {
        Command command;
        try {
            command = CODEC.decode(Unpooled.wrappedBuffer(payload));
        } catch (RejectedException e) {
            return;
        }
        ByteBuf again = Unpooled.buffer();
        CODEC.encode(command, again);
        Same.require(command, CODEC.decode(again));
    }
}
