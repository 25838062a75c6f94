// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many may come, and how fast. */
class AdmissionIT {

    private static final String REFUSED = "chat_connections_refused_total{reason=\"limit\"}";

    private static final String REFUSALS = "connections refused within a second";

    @RegisterExtension
    private final RunningServer server = new RunningServer();

    @Test
    void aConnectionTooManyIsToldWhy() throws IOException {
        server.with("limits.max-connections=2");
        FrameClient ann = server.framed("ann");
        LineClient person = server.text();
        person.arrive();

        assertThat(server.text().rest()).containsExactly("*** the server is full; come back later");
        FrameClient framed = server.framed();
        framed.send("{'type':'hello','protocol':1,'client':'it','name':'bob'}");
        assertThat(new String(framed.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .as("a first byte 2A is a refusal in every dialect")
                .isEqualTo("*** the server is full; come back later\r\n");

        assertThat(ann.answersPing()).isTrue();
        server.awaitMeter(REFUSED, 2);
        person.close();
        server.awaitMeter("chat_connections{dialect=\"text\"}", 0);
        assertThat(server.framed("bob").answersPing()).isTrue();
    }

    @Test
    void manyThatAreRefusedAreCountedAndLoggedInOneLineASecond() throws IOException {
        server.with("limits.max-connections=1");
        FrameClient ann = server.framed("ann");
        long begin = System.nanoTime();
        int attempts = 0;
        int afterTheFirstLine = 0;
        while (attempts < 300 || afterTheFirstLine < 30) {
            try (LineClient refused = server.text()) {
                assertThat(refused.rest()).containsExactly("*** the server is full; come back later");
            }
            attempts++;
            afterTheFirstLine += refusalsLogged() > 0 ? 1 : 0;
        }
        int all = attempts;

        await().untilAsserted(() -> assertThat(refusalsLogged()).isEqualTo(all));
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        assertThat(server.log().lines(REFUSALS))
                .hasSizeLessThanOrEqualTo((int) seconds + 1)
                .first()
                .asString()
                .contains("limits.max-connections: 1");
        assertThat(server.meter(REFUSED)).isEqualTo(all);
        assertThat(server.meter("chat_connections_accepted_total")).isEqualTo(1);
        assertThat(ann.answersPing()).isTrue();
    }

    @Test
    void manyThatAreRefusedAndStayAreClosedByTheServer() {
        server.with("limits.max-connections=1", "net.backlog=512");
        FrameClient ann = server.framed("ann");
        for (int i = 0; i < 300; i++) {
            server.text();
        }

        assertThat(ann.answersPing()).isTrue();
        await().untilAsserted(() -> assertThat(TcpTable.count(server.address().getPort(), TcpTable.ESTABLISHED))
                .isEqualTo(1));
    }

    @Test
    void whoSendsTooFastIsToldHowLongToWait() {
        server.with("limits.messages=10/1s burst 3");
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");

        ann.send(
                FrameClient.message("#lobby", "one", "1"),
                FrameClient.message("#lobby", "two", "2"),
                FrameClient.message("#lobby", "three", "3"),
                FrameClient.message("#lobby", "four", "4"));

        JsonNode error = ann.skipTo("error");
        assertThat(error.get("ref").asText()).isEqualTo("4");
        assertThat(error.get("code").asText()).isEqualTo("rate-limited");
        assertThat(error.get("retryAfterMillis").asLong()).isBetween(1L, 100L);
        assertThat(ann.answersPing())
                .as("other commands have a limit of their own")
                .isTrue();
        await().untilAsserted(() -> {
            ann.say("#lobby", "again");
            JsonNode answer = ann.next();
            while (!answer.get("type").asText().matches("sent|error")) {
                answer = ann.next();
            }
            assertThat(answer.get("type").asText()).isEqualTo("sent");
        });
    }

    @Test
    void commandsOfAllKindsHaveALimit() {
        server.with("limits.commands=1/10s burst 2");
        FrameClient ann = server.framed("ann");

        ann.send("{'type':'ping','ref':'1'}", "{'type':'ping','ref':'2'}", "{'type':'ping','ref':'3'}");

        ann.next("pong");
        ann.next("pong");
        JsonNode error = ann.next("error");
        assertThat(error.get("code").asText()).isEqualTo("rate-limited");
        assertThat(error.get("retryAfterMillis").asLong()).isBetween(1L, 10_000L);
    }

    @Test
    void withOneCommandInFlightNoneIsReadBeforeTheLastIsAnswered() {
        server.with("limits.in-flight=1", "limits.all=off");
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        String[] commands = new String[100];
        for (int i = 0; i < commands.length; i += 2) {
            commands[i] = FrameClient.message("#lobby", "hello", "s" + i);
            commands[i + 1] = "{'type':'ping','ref':'p" + i + "'}";
        }

        ann.send(commands);

        // A ping would overtake the message before it, which must be stored first.
        for (int i = 0; i < commands.length; i += 2) {
            JsonNode sent = ann.next();
            while (sent.get("type").asText().equals("message")) {
                sent = ann.next();
            }
            assertThat(sent.get("ref").asText()).isEqualTo("s" + i);
            assertThat(ann.skipTo("pong").get("ref").asText()).isEqualTo("p" + i);
        }
    }

    @Test
    void withAllLimitsOffNobodyWaits() {
        server.with("limits.all=off", "limits.messages=1/10s burst 1", "limits.commands=1/10s burst 1");
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");

        ann.sayNumbered("#lobby", 100, " x");

        assertThat(server.meter("chat_commands_total{command=\"send\",outcome=\"ok\"}"))
                .isEqualTo(100);
    }

    @Test
    void aConnectionMayFollowSoManyRooms() {
        // Three, and the one where everybody begins, which is there from the start.
        server.with("limits.rooms-per-connection=2", "limits.rooms=4");
        FrameClient ann = server.framed("ann");
        ann.join("#one");
        ann.join("#two");

        ann.send("{'type':'join','ref':'3','room':'#three'}");
        assertThat(ann.nextCode()).isEqualTo("too-many-rooms");
        FrameClient bob = server.framed("bob");
        bob.join("#three");
        bob.send("{'type':'join','ref':'4','room':'#four'}");
        assertThat(bob.nextCode()).isEqualTo("too-many-rooms");
    }

    /** How many refusals the lines of the log speak of. */
    private int refusalsLogged() {
        return server.log().lines(REFUSALS).stream()
                .mapToInt(line -> Integer.parseInt(line.replaceAll("^WARN (\\d+) .*", "$1")))
                .sum();
    }
}
