// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Limit;
import chat.server.limit.AddressLimits;
import chat.server.limit.AddressTable;
import chat.server.limit.AddressUse;
import chat.server.metrics.ServerMetrics;
import chat.server.net.Admission;
import chat.server.net.RefusalLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of headers are from the description of the protocol (haproxy.org, proxy-protocol.txt). */
class ProxyHeaderHandlerTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String TCP4 = SIGNATURE + "2111000c" + "cb007107" + "7f000001" + "9c401f90";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Admission admission = new Admission(
            new AddressTable(
                    new AddressLimits(Limit.atMost(1), Limit.off(), Limit.off(), Limit.off()), System::nanoTime),
            Limit.off(),
            System::nanoTime,
            address -> false);
    private final StringBuilder seen = new StringBuilder();
    private final EmbeddedChannel channel = channel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 203.0.113.7 127.0.0.1 40000 8080, 203.0.113.7",
        "PROXY TCP6 2001:db8::7 ::1 40000 8080, 2001:db8:0:0:0:0:0:0/64",
        "PROXY TCP6 ::ffff:203.0.113.7 ::1 40000 8080, 203.0.113.7",
        "PROXY TCP4 127.0.0.1 127.0.0.1 40000 8080, 127.0.0.1"
    })
    void theFirstVersionSaysWhereTheClientIs(String header, String address) {
        write(header + "\r\nhello");

        assertThat(AddressUse.of(channel).key()).hasToString(address);
        assertThat(seen).as("the first bytes of the client").hasToString("hello");
    }

    @Test
    void theSecondVersionSaysWhereTheClientIs() {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(TCP4 + "0000000f")));

        assertThat(AddressUse.of(channel).key()).hasToString("203.0.113.7");
        assertThat(seen).hasToString("\0\0\0\u000f");
    }

    @ParameterizedTest
    @ValueSource(strings = {TCP4, "50524f58592054435034203230332e302e3131332e37203132372e302e302e3120312032" + "0d0a"})
    void itMayComeByteByByte(String header) {
        byte[] bytes = ByteBufUtil.decodeHexDump(header);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(AddressUse.of(channel)).as("before byte %d", i).isNull();
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {bytes[i]}));
        }
        write("hel");
        write("lo");

        assertThat(AddressUse.of(channel).key()).hasToString("203.0.113.7");
        assertThat(seen).hasToString("hello");
    }

    /** LOCAL, UNKNOWN, and a socket of the machine that the proxy runs on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNATURE + "20000000",
                SIGNATURE + "2011000c" + "cb007107" + "7f000001" + "9c401f90",
                SIGNATURE + "21000000",
                "50524f585920554e4b4e4f574e0d0a"
            })
    void whatTheProxyDoesForItselfIsItsOwn(String header) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(header)));
        write("hello");

        assertThat(AddressUse.of(channel)).isNull();
        assertThat(seen).hasToString("hello");
        assertThat(channel.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello, is anybody there?\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY TCP4 203.0.113.7\r\n",
                "PROXY TCP4 203.0.113.777 127.0.0.1 1 2\r\n",
                "PROXY TCP4 203.0.113.7 127.0.0.1 1 99999\r\n",
                "PROXY TCP9 203.0.113.7 127.0.0.1 1 2\r\n",
                "proxy TCP4 203.0.113.7 127.0.0.1 1 2\r\n"
            })
    void withoutAHeaderItIsClosed(String bytes) {
        write(bytes);

        assertClosedForLackOfAHeader();
    }

    @Test
    void aHeaderThatDoesNotEndIsClosedSoon() {
        write("PROXY TCP4 " + "1".repeat(200));

        assertClosedForLackOfAHeader();
    }

    /** What is announced is not believed; what has come is held against the limit. */
    @Test
    void aHeaderThatIsTooLongIsClosed() {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(SIGNATURE + "2111ffff")));
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(Unpooled.wrappedBuffer(new byte[3000]));

        assertClosedForLackOfAHeader();
    }

    @Test
    void aHeaderHasADeadline() {
        channel.freezeTime();
        write("PROXY TCP4 203.0.113.7");

        channel.advanceTimeBy(4, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertClosedForLackOfAHeader();
    }

    @Test
    void aClientTooManyIsToldTheSameAsWithoutAProxy() {
        EmbeddedChannel first = channel();
        first.writeInbound(
                Unpooled.copiedBuffer("PROXY TCP4 203.0.113.7 127.0.0.1 1 2\r\n", StandardCharsets.US_ASCII));

        write("PROXY TCP4 203.0.113.7 127.0.0.1 1 2\r\nhello");

        ByteBuf line = channel.readOutbound();
        assertThat(line.toString(StandardCharsets.UTF_8))
                .isEqualTo("*** too many connections from your address; come back later\r\n");
        line.release();
        assertThat(seen).as("what the client said is dropped").isEmpty();
        first.finishAndReleaseAll();
        assertThat(refusals("address")).isEqualTo(1);
    }

    private void assertClosedForLackOfAHeader() {
        assertThat(channel.isOpen()).isFalse();
        assertThat(refusals("proxy-header")).isEqualTo(1);
        assertThat(seen).isEmpty();
    }

    private double refusals(String reason) {
        return meters.get("chat.connections.refused.total")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private void write(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private EmbeddedChannel channel() {
        return new EmbeddedChannel(new ProxyHeaderHandler(
                admission,
                Duration.ofSeconds(5),
                () -> new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        ByteBuf bytes = (ByteBuf) message;
                        seen.append(bytes.toString(StandardCharsets.ISO_8859_1));
                        bytes.release();
                    }
                },
                new ServerMetrics(meters),
                new RefusalLog()));
    }
}
