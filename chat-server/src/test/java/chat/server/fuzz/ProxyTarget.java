// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.server.config.Limit;
import chat.server.limit.AddressLimits;
import chat.server.limit.AddressTable;
import chat.server.limit.AddressUse;
import chat.server.metrics.ServerMetrics;
import chat.server.net.Admission;
import chat.server.net.RefusalLog;
import chat.server.net.proxy.ProxyHeaderHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The header of the PROXY protocol: however it is cut, the same address comes of it, or the connection is closed. */
public final class ProxyTarget {

    private static final ServerMetrics METRICS = new ServerMetrics(new SimpleMeterRegistry());
    private static final RefusalLog LOG = new RefusalLog();

    private ProxyTarget() {}

    /** @param input the first byte says how many arrive at once */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int pieceBytes = 1 + Byte.toUnsignedInt(input[0]) % 64;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Same.require(clientOf(bytes, pieceBytes), clientOf(bytes, bytes.length));
    }

    private static String clientOf(byte[] bytes, int pieceBytes) {
        Admission admission = new Admission(
                new AddressTable(
                        new AddressLimits(Limit.off(), Limit.off(), Limit.off(), Limit.off()), System::nanoTime),
                Limit.off(),
                System::nanoTime,
                address -> false);
        EmbeddedChannel channel = new EmbeddedChannel(new ProxyHeaderHandler(
                admission, Duration.ofHours(1), ChannelInboundHandlerAdapter::new, METRICS, LOG));
        try {
            for (int at = 0; at < bytes.length && channel.isOpen(); at += pieceBytes) {
                channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(pieceBytes, bytes.length - at)));
            }
            channel.checkException();
            @Nullable AddressUse client = AddressUse.of(channel);
            return channel.isOpen() + " " + (client == null ? "-" : client.key());
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
