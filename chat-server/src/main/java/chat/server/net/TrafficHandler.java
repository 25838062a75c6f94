// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.metrics.ServerMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts bytes. First in every pipeline, so that nothing passes it by. Thread-safe. */
@Sharable
final class TrafficHandler extends ChannelDuplexHandler {

    private final ServerMetrics metrics;

    TrafficHandler(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        metrics.received(((ByteBuf) message).readableBytes());
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        metrics.sent(((ByteBuf) message).readableBytes());
        ctx.write(message, promise);
    }
}
