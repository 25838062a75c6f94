// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.TestCertificates;
import chat.server.config.ServerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One buffer goes to all members of a group. Netty's TLS gathers small writes into one record: it must not do that in the
 * memory of the first of them, behind which the buffer has room.
 */
class SharedBufferTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void encryptionLeavesItAsItIsForTheOthers(String provider) throws Exception {
        TestCertificates files = new TestCertificates(folder).use(TestCertificates.issued("localhost"));
        TlsAcceptor acceptor =
                TlsAcceptor.of(ServerConfig.with(files.settings()[0], files.settings()[1], "tls.provider=" + provider)
                        .tls());
        Pair first = new Pair(acceptor);
        Pair second = new Pair(acceptor);
        ChannelGroup group = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
        group.add(first.server);
        group.add(second.server);

        // Room for what TLS might append; and something else behind it for each of them.
        ByteBuf shared = ByteBufAllocator.DEFAULT.directBuffer(32 * 1024).writeBytes("for all".getBytes());
        ByteBuf watched = shared.retainedDuplicate();
        byte[] before = new byte[watched.capacity()];
        watched.getBytes(0, before);
        group.write(shared, ChannelMatchers.all(), true);
        first.server.write(buffer(", and the first"));
        second.server.write(buffer(", and the second"));
        assertThat(first.server.unsafe().outboundBuffer().totalPendingWriteBytes())
                .as("what waits to be encrypted counts")
                .isGreaterThanOrEqualTo("for all, and the first".length());
        group.flush();

        byte[] after = new byte[watched.capacity()];
        watched.getBytes(0, after);
        assertThat(after).isEqualTo(before);
        assertThat(first.received()).isEqualTo("for all, and the first");
        assertThat(second.received()).isEqualTo("for all, and the second");
        assertThat(watched.refCnt()).as("nobody else holds it").isEqualTo(1);
        watched.release();
        first.close();
        second.close();
    }

    private static ByteBuf buffer(String text) {
        return ByteBufAllocator.DEFAULT.directBuffer().writeBytes(text.getBytes());
    }

    /** Both ends of a connection. */
    private static final class Pair {

        private final EmbeddedChannel server;
        private final EmbeddedChannel client;

        Pair(TlsAcceptor acceptor) throws Exception {
            SslContext context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(TestCertificates.authority().toTrustManagerFactory())
                    .build();
            server = new EmbeddedChannel(DefaultChannelId.newInstance(), acceptor.newHandler(ByteBufAllocator.DEFAULT));
            client = new EmbeddedChannel(
                    DefaultChannelId.newInstance(), context.newHandler(ByteBufAllocator.DEFAULT, "localhost", 1));
            SslHandler handler = client.pipeline().get(SslHandler.class);
            for (int i = 0; i < 20 && !handler.handshakeFuture().isDone(); i++) {
                move(client, server);
                move(server, client);
            }
            move(client, server);
            move(server, client);
            assertThat(server.pipeline().get(SslHandler.class).handshakeFuture().isSuccess())
                    .isTrue();
        }

        String received() {
            move(server, client);
            StringBuilder text = new StringBuilder();
            for (ByteBuf in = client.readInbound(); in != null; in = client.readInbound()) {
                text.append(in.toString(java.nio.charset.StandardCharsets.US_ASCII));
                in.release();
            }
            return text.toString();
        }

        void close() {
            server.finishAndReleaseAll();
            client.finishAndReleaseAll();
        }

        private static void move(EmbeddedChannel from, EmbeddedChannel to) {
            from.runPendingTasks();
            for (ByteBuf out = from.readOutbound(); out != null; out = from.readOutbound()) {
                to.writeInbound(out);
            }
        }
    }
}
