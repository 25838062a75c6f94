// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that close their side, or the connection, in every way that TCP has. */
class HalfCloseIT {

    private static final int MANY = 1_000;

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off", "rooms.history-on-join=0");

    /** {@code printf 'hi\n' | nc -N}: the end comes with the line, often in the same packet. */
    @Test
    void whatCameBeforeTheEndIsStoredAndEchoed() {
        for (int i = 0; i < 50; i++) {
            LineClient client = server.text().write("hi\n").finish();

            String name = client.greeted();

            assertThat(client.rest()).containsExactly("<" + name + "> hi");
        }
        assertThat(server.framed("ann").join("#lobby").get("head").asInt()).isEqualTo(50);
    }

    @Test
    void anUnfinishedLastLineCounts() {
        LineClient client = server.text().write("one\ntwo").finish();

        String name = client.greeted();

        assertThat(client.rest()).containsExactly("<" + name + "> one", "<" + name + "> two");
    }

    @Test
    void aCommandWithoutItsLineEndCounts() {
        LineClient client = server.text().write("/ping").finish();

        client.greeted();

        assertThat(client.rest()).containsExactly("* pong");
    }

    @Test
    void aLetterThatMayBeHttpIsTextWhenNothingMoreComes() {
        LineClient client = server.text().write("GET").finish();

        String name = client.greeted();

        assertThat(client.rest()).containsExactly("<" + name + "> GET");
    }

    @Test
    void whoQuitsAndClosesIsAnswered() {
        LineClient client = server.text().write("hi\nquit\n").finish();

        String name = client.greeted();

        assertThat(client.next()).isEqualTo("<" + name + "> hi");
        assertThat(client.rest()).singleElement().asString().startsWith("* goodbye");
        server.awaitMeter("chat_connections_closed_total{reason=\"quit\"}", 1);
    }

    @Test
    void twoThousandLinesBeforeTheEndAreStoredAndEchoedInOrder() {
        int lines = 2_000;
        StringBuilder text = new StringBuilder();
        IntStream.range(0, lines).forEach(i -> text.append("line ").append(i).append('\n'));

        LineClient client = server.text().write(text.toString()).finish();

        String name = client.greeted();
        List<String> expected = IntStream.range(0, lines)
                .mapToObj(i -> "<" + name + "> line " + i)
                .toList();
        assertThat(client.rest()).isEqualTo(expected);
        assertThat(server.framed("ann").join("#lobby").get("head").asInt()).isEqualTo(lines);
    }

    @Test
    void framesBeforeTheEndAreAnswered() {
        FrameClient client = server.framed();

        client.send(
                        "{'type':'hello','protocol':1,'client':'it','name':'ann'}",
                        "{'type':'join','ref':'j','room':'#lobby'}",
                        FrameClient.message("#lobby", "hi", "s"))
                .finish();

        client.next("welcome");
        client.next("joined");
        assertThat(List.of(
                        client.next().get("type").asText(),
                        client.next().get("type").asText()))
                .containsExactlyInAnyOrder("sent", "message");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void nothingStaysOfAThousandThatConnectAndClose() throws IOException {
        for (int i = 0; i < MANY; i++) {
            server.socket().close();
        }

        assertNothingStays();
    }

    @Test
    void nothingStaysOfAThousandThatReset() throws IOException {
        for (int i = 0; i < MANY; i++) {
            Socket socket = server.socket();
            if (i % 2 == 0) {
                socket.getOutputStream().write("hi\n".getBytes(StandardCharsets.UTF_8));
            }
            socket.setSoLinger(true, 0);
            socket.close();
        }

        assertNothingStays();
    }

    @Test
    void nothingStaysOfAThousandThatSayALineAndFinish() throws IOException {
        for (int i = 0; i < MANY; i++) {
            try (LineClient client = server.text().write("hi\n").finish()) {
                String name = client.greeted();
                assertThat(client.rest()).contains("<" + name + "> hi");
            }
        }

        assertNothingStays();
        assertThat(server.meter("chat_messages_committed_total")).isEqualTo(MANY);
    }

    @Test
    void nothingStaysOfAThousandThatSayALineAndCloseWithoutReading() throws IOException {
        for (int i = 0; i < MANY; i++) {
            server.text().write("hi\n").close();
        }

        assertNothingStays();
    }

    /** echo hi >/dev/tcp/HOST/PORT: the greeting resets the connection, which dropped the line that had come before. */
    @Test
    void aLineBeforeAFullCloseIsStored() throws IOException {
        int connections = 20;
        for (int i = 0; i < connections; i++) {
            server.text().write("hi\n").close();
        }

        server.awaitMeter("chat_messages_committed_total", connections);
    }

    @Test
    void nothingStaysOfAThousandThatAreSilentAndFinish() throws IOException {
        for (int i = 0; i < MANY; i++) {
            try (LineClient client = server.text().finish()) {
                assertThat(client.rest()).isEmpty();
            }
        }

        assertNothingStays();
    }

    @Test
    void nothingStaysOfAThousandThatAreGreetedAndFinish() throws IOException {
        server.with("net.detect-timeout=10ms");
        for (int i = 0; i < MANY; i += 100) {
            List<LineClient> clients =
                    IntStream.range(0, 100).mapToObj(n -> server.text()).toList();
            for (LineClient client : clients) {
                client.greeted();
                client.finish();
            }
            for (LineClient client : clients) {
                client.rest();
                client.close();
            }
        }

        assertNothingStays();
    }

    private void assertNothingStays() {
        int port = server.address().getPort();
        await().untilAsserted(() -> {
            assertThat(TcpTable.count(port, TcpTable.CLOSE_WAIT))
                    .as("CLOSE_WAIT")
                    .isZero();
            assertThat(TcpTable.count(port, TcpTable.ESTABLISHED))
                    .as("established")
                    .isZero();
        });
    }
}
