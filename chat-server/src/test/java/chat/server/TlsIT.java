// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the port of everything else. */
class TlsIT {

    private static final String REFUSED = "chat_connections_refused_total{reason=\"%s\"}";
    private static final String TEXT = " " + "x".repeat(500);
    private static final int SMALL = 8 * 1024;
    private static final int MESSAGES = 3_000;

    /** A record that announces a ClientHello of 200 bytes, and its beginning. */
    private static final byte[] HALF_A_HELLO = HexFormat.of().parseHex("16030100c8010000c403035f");

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off", "rooms.history-on-join=0");

    @TempDir
    private Path folder;

    @BeforeEach
    void thereIsACertificate() {
        server.with(new TestCertificates(folder)
                .use(TestCertificates.issued("127.0.0.1"))
                .settings());
    }

    @ParameterizedTest
    @CsvSource({"native, TLSv1.3", "native, TLSv1.2", "jdk, TLSv1.3", "jdk, TLSv1.2"})
    void everyDialectIsSpokenInsideAndPlainOnesBesideIt(String provider, String version) {
        server.with("tls.provider=" + provider);
        FrameClient program = server.keep(new FrameClient(tls(version)));
        program.hello("program");
        program.join("#lobby");
        LineClient person = server.keep(new LineClient(tls(version)));
        String name = person.arrive();
        FrameClient plain = server.framed("plain");
        plain.join("#lobby");

        program.say("#lobby", "from a program");
        assertThat(person.next()).isEqualTo("<program> from a program");
        assertThat(plain.skipTo("message").get("text").asText()).isEqualTo("from a program");
        person.type("from " + name);
        assertThat(program.skipTo("message").get("text").asText()).isEqualTo("from a program");
        assertThat(program.skipTo("message").get("text").asText()).isEqualTo("from " + name);
        program.send("{'type':'quit'}");
        assertThat(program.skipTo("goodbye").get("code").asInt()).isEqualTo(4500);
        assertThat(program.isClosedByServer()).isTrue();
        assertThat(server.meter("chat_certificate_expiry_seconds")).isBetween(89 * 86_400.0, 90 * 86_400.0);
    }

    @Test
    void aSilentOneInsideIsAPerson() {
        server.with("net.detect-timeout=100ms");
        LineClient person = server.keep(new LineClient(tls()));

        String name = person.greeted();

        assertThat(person.type("here I am").next()).isEqualTo("<" + name + "> here I am");
    }

    @Test
    void whatIsNothingInsideIsRefusedAsOutside() {
        LineClient again = server.keep(new LineClient(tls())).write(HALF_A_HELLO);
        assertThat(again.rest()).containsExactly("*** this is inside TLS already");
        server.awaitMeter(REFUSED.formatted("tls"), 1);
        FrameClient unknown = server.keep(new FrameClient(tls())).write(new byte[] {(byte) 0x80, 1, 2});
        assertThat(unknown.isClosedByServer()).isTrue();
        server.awaitMeter(REFUSED.formatted("unknown-protocol"), 1);
        LineClient web = server.keep(new LineClient(tls())).write("GET / HTTP/1.1\r\n\r\n");
        assertThat(web.next()).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    /** A ClientHello of TLS 1.1 is answered with the alert protocol_version (RFC 8446, section 6.2). */
    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void anOldVersionIsRefused(String provider) throws IOException {
        server.with("tls.provider=" + provider);
        Socket socket = server.socket();

        socket.getOutputStream()
                .write(HexFormat.of()
                        .parseHex(
                                "160301002d0100002903020000000000000000000000000000000000000000000000000000000000000000"
                                        + "000002c0130100"));

        byte[] alert = socket.getInputStream().readNBytes(7);
        assertThat(HexFormat.of().formatHex(alert)).startsWith("15").endsWith("000202" + "46");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        server.awaitMeter(REFUSED.formatted("tls-handshake"), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void whatIsNoTlsAfterAllIsClosedAndNobodysFault(String provider) throws IOException {
        server.with("tls.provider=" + provider);
        Socket never = server.socket();
        never.getOutputStream().write(HALF_A_HELLO);
        never.getOutputStream().write(new byte[400]);
        assertThat(never.getInputStream().readAllBytes())
                .as("an alert, and then the end")
                .startsWith(0x15);
        Socket plain = server.socket();
        LineClient later = server.keep(new LineClient(TestCertificates.encrypted(plain)));
        later.arrive();
        plain.getOutputStream().write("this is no record\r\n".getBytes(StandardCharsets.US_ASCII));
        server.awaitMeter("chat_connections{dialect=\"text\"}", 0);
        server.awaitMeter(REFUSED.formatted("tls-handshake"), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void halfAHandshakeIsCutOffAtItsDeadline(String provider) {
        server.with("tls.handshake-timeout=300ms", "net.detect-timeout=1h", "tls.provider=" + provider);
        FrameClient bystander = server.framed("bystander");
        List<FrameClient> half = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            half.add(server.framed().write(HALF_A_HELLO));
        }
        assertThat(bystander.answersPing()).isTrue();

        for (FrameClient client : half) {
            assertThat(client.isClosedByServer()).isTrue();
        }

        server.awaitMeter(REFUSED.formatted("tls-handshake"), 200);
        server.awaitMeter("chat_connections_closed_total{reason=\"refused-tls-handshake\"}", 200);
        assertThat(bystander.answersPing()).isTrue();
        assertThat(server.log().lines("handshake")).isEmpty();
        server.keep(new FrameClient(tls())).hello("late");
    }

    @Test
    void aByteNowAndThenIsNoHandshake() {
        server.with("tls.handshake-timeout=300ms");
        byte[] hello = new byte[205];
        System.arraycopy(HALF_A_HELLO, 0, hello, 0, HALF_A_HELLO.length);
        Socket slow = server.socket();
        AtomicInteger sent = new AtomicInteger();

        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try {
                        slow.getOutputStream().write(hello[sent.getAndIncrement()]);
                        return false;
                    } catch (IOException closed) {
                        return true;
                    }
                });

        assertThat(sent).hasValueLessThan(hello.length);
        server.awaitMeter(REFUSED.formatted("tls-handshake"), 1);
    }

    /** {@code printf 'hi\n' | openssl s_client}: the end is said with the line. */
    @ParameterizedTest
    @CsvSource({"native, TLSv1.3, false", "native, TLSv1.2, false", "jdk, TLSv1.3, true", "jdk, TLSv1.2, false"})
    void whatCameBeforeTheEndIsStored(String provider, String version, boolean answered) throws IOException {
        server.with("tls.provider=" + provider);
        for (int i = 0; i < 20; i++) {
            LineClient client = server.keep(new LineClient(tls(version)));
            client.write("hi\nthere").finish();
            if (answered) {
                String name = client.greeted();
                assertThat(client.rest()).containsExactly("<" + name + "> hi", "<" + name + "> there");
            }
        }

        server.awaitMeter("chat_messages_committed_total", 40);
        server.awaitMeter("chat_connections{dialect=\"text\"}", 0);
    }

    /** An end that TLS was not told of is one all the same: there is nobody left to talk to. */
    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void anEndWithoutCloseNotifyIsAnEnd(String provider) throws IOException {
        server.with("tls.provider=" + provider);
        Socket plain = server.socket();
        LineClient client = server.keep(new LineClient(TestCertificates.encrypted(plain)));
        client.write("hi\n");
        plain.shutdownOutput();

        String name = client.greeted();

        assertThat(client.rest()).containsExactly("<" + name + "> hi");
    }

    /** R10: a command waits behind a join, and is found again when the gate opens, although TLS has read it long ago. */
    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void commandsInOneRecordAreAllDone(String provider) {
        server.with("tls.provider=" + provider, "limits.in-flight=1");
        FrameClient client = server.keep(new FrameClient(tls()));
        client.hello("ann");
        List<String> commands = new ArrayList<>();
        commands.add("{'type':'join','ref':'j','room':'#lobby'}");
        for (int i = 1; i <= 100; i++) {
            commands.add(FrameClient.message("#lobby", i + " x", "m"));
        }

        client.send(commands.toArray(String[]::new));

        assertInOrder(client.messages(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void aMemberThatStopsReadingChangesNothingForTheOthersAndMissesNothing(String provider) throws Exception {
        server.with("tls.provider=" + provider, "net.send-buffer=16KiB", "net.receive-buffer=16KiB");
        FrameClient slow = server.keep(new FrameClient(TestCertificates.encrypted(server.socket(SMALL))));
        slow.hello("slow");
        slow.join("#lobby");
        FrameClient reader = server.keep(new FrameClient(tls()));
        reader.hello("reader");
        reader.join("#lobby");
        FrameClient plain = server.framed("plain");
        plain.join("#lobby");
        FrameClient sender = server.keep(new FrameClient(tls()));
        sender.hello("sender");
        CompletableFuture<List<JsonNode>> read = inBackground(reader);
        CompletableFuture<List<JsonNode>> readPlain = inBackground(plain);
        sender.join("#lobby");

        sender.sayNumbered("#lobby", MESSAGES, TEXT);

        assertInOrder(read.get(20, TimeUnit.SECONDS));
        assertInOrder(readPlain.get(20, TimeUnit.SECONDS));
        server.awaitMeter("chat_followers{state=\"catching_up\"}", 1);
        assertThat(server.meter("chat_followers_left_live_total")).isGreaterThanOrEqualTo(1);
        assertThat(server.meter("chat_gaps_total")).isZero();
        assertInOrder(slow.messages(MESSAGES));
        server.awaitMeter("chat_followers{state=\"catching_up\"}", 0);
        sender.say("#lobby", "live again");
        assertThat(slow.next("message").get("text").asText()).isEqualTo("live again");
    }

    @Test
    void manyThatDoNotReadCostNoMoreThanTheirWatermark() {
        server.with("net.send-buffer=16KiB", "net.receive-buffer=16KiB");
        int members = 50;
        for (int i = 0; i < members; i++) {
            FrameClient slow = server.keep(new FrameClient(TestCertificates.encrypted(server.socket(SMALL))));
            slow.hello("slow" + i);
            slow.join("#lobby");
        }
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");

        sender.sayNumbered("#lobby", MESSAGES, TEXT);

        server.awaitMeter("chat_followers{state=\"catching_up\"}", members);
        assertThat(server.meter("chat_allocator_used_bytes{memory=\"direct\"}")).isLessThan(40 << 20);
    }

    @Test
    void whoReadsNothingForTooLongIsClosed() {
        server.with("limits.stall=1s", "net.send-buffer=16KiB", "net.receive-buffer=16KiB");
        FrameClient slow = server.keep(new FrameClient(TestCertificates.encrypted(server.socket(SMALL))));
        slow.hello("slow");
        slow.join("#lobby");
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");
        sender.sayNumbered("#lobby", 1_000, TEXT);

        server.awaitMeter("chat_connections_closed_total{reason=\"stalled\"}", 1);
        assertThat(sender.answersPing()).isTrue();
    }

    private SSLSocket tls(String... versions) {
        return server.keep(TestCertificates.encrypted(server.socket(), versions));
    }

    private static CompletableFuture<List<JsonNode>> inBackground(FrameClient reader) {
        return CompletableFuture.supplyAsync(() -> reader.messages(MESSAGES), task -> new Thread(task).start());
    }

    private static void assertInOrder(List<JsonNode> messages) {
        for (int i = 0; i < messages.size(); i++) {
            assertThat(messages.get(i).get("seq").asInt()).isEqualTo(i + 1);
            assertThat(messages.get(i).get("text").asText()).startsWith(i + 1 + " x");
        }
    }
}
