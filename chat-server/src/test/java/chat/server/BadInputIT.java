// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a peer sends costs it its own connection at most: a bystander is in the room in each of these tests. */
class BadInputIT {

    private static final String REFUSED = "chat_connections_refused_total{reason=\"%s\"}";

    @RegisterExtension
    private final RunningServer server = new RunningServer();

    private FrameClient bystander;

    @BeforeEach
    void somebodyIsThere() {
        bystander = server.framed("bystander");
        bystander.join("#lobby");
    }

    @AfterEach
    void theyNoticedNothing() {
        bystander.say("#lobby", "still here");
        String heard = bystander.skipTo("message").get("text").asText();
        while (!heard.equals("still here")) {
            heard = bystander.skipTo("message").get("text").asText();
        }
    }

    @Test
    void randomBytesAreClosedAndCounted() {
        byte[] bytes = new byte[4_096];
        new Random(1).nextBytes(bytes);
        // Neither a frame, nor TLS, nor text: a continuation byte of UTF-8.
        bytes[0] = (byte) 0x80;

        FrameClient client = server.framed().write(bytes);

        assertThat(client.isClosedByServer()).isTrue();
        server.awaitMeter(REFUSED.formatted("unknown-protocol"), 1);
        server.awaitMeter("chat_connections_closed_total{reason=\"refused-unknown-protocol\"}", 1);
    }

    @Test
    void randomBytesOfAnyKindNeverDoHarm() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[1 + random.nextInt(600)];
            random.nextBytes(bytes);
            if (i % 3 == 0) {
                // A frame of a length that may be right, so that what is in it gets looked at.
                bytes[0] = 0;
                bytes[1 % bytes.length] = 0;
            }
            try (FrameClient client = server.framed().write(bytes)) {
                client.socket().shutdownOutput();
                client.socket().getInputStream().readAllBytes();
            } catch (java.net.SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    @Test
    void aTlsHelloIsRefusedWithALine() {
        LineClient client = server.text().write(HexFormat.of().parseHex("16030100c8010000c403035f"));

        assertThat(client.rest()).containsExactly("*** TLS is not offered here; connect without it");
        client.finish();
        server.awaitMeter(REFUSED.formatted("tls"), 1);
    }

    @Test
    void anHttpRequestIsRefusedInItsOwnWords() {
        LineClient client = server.text().write("GET / HTTP/1.1\r\nHost: here\r\n\r\n");

        assertThat(client.next()).isEqualTo("HTTP/1.1 400 Bad Request");
        client.finish();
        server.awaitMeter(REFUSED.formatted("http"), 1);
        assertThat(server.text().write("GET me coffee\n").greeted()).startsWith("guest");
    }

    @Test
    void httpGarbageIsClosed() {
        LineClient client = server.text().write("GET / HTTP/1.1\r\n").write(new byte[100_000]);

        assertThat(client.next()).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void aFrameThatIsTooLongIsClosedAsSoonAsItsLengthIsThere() {
        FrameClient client = server.framed("ann").write(new byte[] {0, 1, 0, 1});

        JsonNode goodbye = client.next("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4501);
        assertThat(client.isClosedByServer()).isTrue();
        client.finish();
        server.awaitMeter("chat_connections_closed_total{reason=\"frame-too-long\"}", 1);
    }

    @Test
    void aFrameThatIsTooLongAtOnceIsClosed() {
        FrameClient client = server.framed().write(new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff});

        assertThat(client.next("goodbye").get("code").asInt()).isEqualTo(4501);
    }

    static Stream<Arguments> badFrames() {
        return Stream.of(
                Arguments.of("", "empty-frame", null),
                Arguments.of("hello", "bad-json", null),
                Arguments.of("[1]", "bad-json", null),
                Arguments.of("{'type':'ping','ref':'1'", "bad-json", "1"),
                Arguments.of("{'type':'ping','ref':'1'} {}", "bad-json", "1"),
                Arguments.of("{'type':'dance','ref':'1'}", "unknown-type", "1"),
                Arguments.of("{'ref':'1'}", "missing-field", "1"),
                Arguments.of("{'type':'send','ref':'1','room':'#lobby'}", "missing-field", "1"),
                Arguments.of("{'type':'ping'}", "missing-field", null),
                Arguments.of("{'type':'send','ref':'1','room':'#lobby','text':5}", "bad-field", "1"),
                Arguments.of("{'type':'ping','ref':7}", "bad-field", null),
                Arguments.of("{'type':'history','ref':'1','room':'#lobby','limit':0}", "bad-field", "1"),
                Arguments.of("{'type':'join','ref':'1','room':'lobby'}", "name-characters", "1"),
                Arguments.of("{'type':'join','ref':'1','room':'#a b'}", "name-characters", "1"),
                Arguments.of("{'type':'send','ref':'1','room':'#nowhere','text':'x'}", "not-joined", "1"),
                Arguments.of("{'type':'members','ref':'1','room':'#nowhere'}", "no-such-room", "1"),
                Arguments.of("{'type':'send','ref':'1','room':'#lobby','text':''}", "text-empty", "1"),
                Arguments.of("{'type':'hello','protocol':1,'client':'x'}", "hello-twice", null));
    }

    @ParameterizedTest
    @MethodSource("badFrames")
    void aBadFrameIsAnsweredAndTheStreamGoesOn(String payload, String code, String ref) {
        FrameClient client = server.framed("ann");
        client.join("#lobby");

        client.send(payload);

        JsonNode error = client.next("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.path("ref").asText(null)).isEqualTo(ref);
        assertThat(error.get("message").asText()).isNotEmpty();
        assertThat(client.answersPing()).isTrue();
    }

    @Test
    void invalidUtf8IsAnsweredAndTheStreamGoesOn() {
        byte[] frame = FrameClient.frames("{'type':'ping','ref':'?'}");
        frame[frame.length - 3] = (byte) 0xc0;

        FrameClient client = server.framed("ann").write(frame);

        assertThat(client.nextCode()).isEqualTo("bad-json");
        assertThat(client.answersPing()).isTrue();
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        FrameClient client = server.framed("ann");
        client.join("#lobby");

        client.say("#lobby", "x".repeat(16 * 1024 + 1));

        assertThat(client.nextCode()).isEqualTo("text-too-long");
        assertThat(client.answersPing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', name-empty",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, name-too-long",
        "bystander, name-taken",
        "BYSTANDER, name-taken",
        "a b, name-characters",
        "' a', name-characters",
        "a\\u0007b, name-characters",
        "a\\u202eb, name-characters",
        "<a>, name-characters"
    })
    void aBadNameIsRefusedWithTheRule(String name, String code) {
        FrameClient client = server.framed();

        client.send("{'type':'hello','protocol':1,'client':'it','name':'" + name + "'}");
        JsonNode error = client.next("error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).contains("expected: ");

        client.hello("ann");
        client.send("{'type':'nick','ref':'n','name':'" + name + "'}");
        assertThat(client.next("error").get("code").asText()).isEqualTo(code);
        LineClient person = server.text();
        person.arrive();
        if (!name.isBlank() && !name.contains("\\") && !name.startsWith(" ")) {
            person.type("/nick " + name);
            assertThat(person.next()).startsWith("* error " + code + ": ");
        }
    }

    @Test
    void nothingGoesBeforeHello() {
        FrameClient client = server.framed();

        client.send("{'type':'join','ref':'1','room':'#lobby'}");
        JsonNode error = client.next("error");

        assertThat(error.get("code").asText()).isEqualTo("hello-first");
        assertThat(error.get("ref").asText()).isEqualTo("1");
        client.hello("ann");
        assertThat(client.join("#lobby").get("room").asText()).isEqualTo("#lobby");
    }

    @Test
    void anotherVersionOfTheProtocolIsClosed() {
        FrameClient client = server.framed();

        client.send("{'type':'hello','protocol':2,'client':'it'}");

        JsonNode goodbye = client.next("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4502);
        assertThat(goodbye.get("reason").asText()).contains("expected: 1");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void credentialsAndForgedProofsAreRefused() {
        FrameClient client = server.framed();

        client.send("{'type':'hello','protocol':1,'client':'it','password':'x'}");
        assertThat(client.nextCode()).isEqualTo("missing-field");
        client.send("{'type':'hello','protocol':1,'client':'it','resume':'AAAA'}");
        assertThat(client.nextCode()).isEqualTo("resume-invalid");
        client.send("{'type':'hello','protocol':1,'client':'it','resume':'%%%'}");
        assertThat(client.nextCode()).isEqualTo("resume-invalid");
        client.hello("ann");
    }

    @Test
    void bytesThatAreNotUtf8AreShownAsSuchInALine() {
        LineClient client = server.text();
        String name = client.arrive();

        client.write("a\u00ffb\n".getBytes(StandardCharsets.ISO_8859_1)).type("next");

        // FF begins a telnet command; what is none is dropped alone.
        assertThat(client.next()).isEqualTo("<" + name + "> ab");
        client.write(new byte[] {'a', (byte) 0xc0, (byte) 0x80, 'b', '\n'});
        assertThat(client.next()).isEqualTo("<" + name + "> next");
        assertThat(client.next()).isEqualTo("<" + name + "> a\ufffd\ufffdb");
    }
}
