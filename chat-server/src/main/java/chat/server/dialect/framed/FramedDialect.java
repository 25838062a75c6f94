// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.framed;

import chat.protocol.codec.CommandCodec;
import chat.server.dialect.CommandGate;
import chat.server.dialect.Dialect;
import chat.server.dialect.EventEncoder;
import chat.server.dialect.WireFormat;
import io.netty.channel.ChannelHandler;
import java.util.List;

/** JSON objects in frames. */
public final class FramedDialect implements Dialect {

    private final FramedFormat format = new FramedFormat();
    private final CommandCodec codec = new CommandCodec();
    private final int maxFrameBytes;

    /** @param maxFrameBytes the most bytes of a client's frame, without its length */
    public FramedDialect(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public String name() {
        return "framed";
    }

    @Override
    public WireFormat wireFormat() {
        return format;
    }

    @Override
    public List<ChannelHandler> handlers(CommandGate gate) {
        return List.of(new FramedDecoder(codec, maxFrameBytes, gate), new EventEncoder(format));
    }

    @Override
    public boolean ordersAnswers() {
        return false;
    }

    @Override
    public boolean oneRoomAtATime() {
        return false;
    }

    @Override
    public boolean isTyped() {
        return false;
    }

    @Override
    public boolean needsHeartbeats() {
        return true;
    }
}
