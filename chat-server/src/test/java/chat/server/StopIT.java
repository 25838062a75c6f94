// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StopIT {

    private static final int SMALL = 8 * 1024;

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off", "rooms.history-on-join=0");

    @Test
    void programsAndPeopleAreToldThatItStops() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        LineClient person = server.text();
        person.arrive();

        CompletableFuture<Boolean> stopped = server.stopping();

        JsonNode goodbye = ann.next("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4000);
        assertThat(goodbye.get("reconnectAfterMillis").asLong()).isBetween(500L, 3_000L);
        assertThat(ann.isClosedByServer()).isTrue();
        assertThat(person.rest()).containsExactly("* goodbye: the server is stopping; come back later");
        person.finish();
        ann.finish();
        assertThat(stopped).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
    }

    @Test
    void everyClientIsGivenATimeOfItsOwnToComeBack() {
        List<FrameClient> clients = List.of(server.framed("a"), server.framed("b"), server.framed("c"));

        CompletableFuture<Boolean> stopped = server.stopping();

        assertThat(clients)
                .extracting(client -> {
                    long millis =
                            client.next("goodbye").get("reconnectAfterMillis").asLong();
                    client.finish();
                    return millis;
                })
                .doesNotHaveDuplicates();
        assertThat(stopped).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
    }

    @Test
    void whatIsInFlightIsAnsweredBeforeTheGoodbye() {
        for (int round = 0; round < 5; round++) {
            FrameClient ann = server.framed("ann");
            ann.join("#lobby");
            String[] messages = new String[200];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = FrameClient.message("#lobby", "number " + i, "r" + i);
            }
            ann.send(messages);

            CompletableFuture<Boolean> stopped = server.stopping();

            // What it has taken is stored, answered and shown; what it has not taken is not answered.
            int answered = 0;
            int shown = 0;
            JsonNode event = ann.next();
            while (!event.get("type").asText().equals("goodbye")) {
                if (event.get("type").asText().equals("sent")) {
                    assertThat(event.get("ref").asText()).isEqualTo("r" + answered++);
                } else {
                    assertThat(event.get("text").asText()).isEqualTo("number " + shown++);
                }
                event = ann.next();
            }
            assertThat(event.get("code").asInt()).isEqualTo(4000);
            assertThat(ann.isClosedByServer()).isTrue();
            ann.finish();
            assertThat(stopped).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
            assertThat(server.meter("chat_messages_committed_total")).isEqualTo(answered);
            assertThat(shown).isLessThanOrEqualTo(answered);
            server.start();
        }
    }

    @Test
    void whoNeverReadsDoesNotKeepItFromStopping() {
        server.with("net.send-buffer=16KiB", "server.stop-timeout=5s");
        FrameClient slow = server.keep(new FrameClient(server.socket(SMALL)));
        slow.hello("slow");
        slow.join("#lobby");
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");
        sender.sayNumbered("#lobby", 1_000, " " + "x".repeat(500));
        server.awaitMeterAtLeast("chat_followers{state=\"catching_up\"}", 1);

        assertThat(server.stopping()).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
    }

    @Test
    void whoHasNotSpokenYetDoesNotKeepItFromStopping() throws IOException {
        Socket silent = server.socket();
        FrameClient noHello = server.framed().write(new byte[] {0, 0});
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 1);
        server.awaitMeter("chat_connections{dialect=\"undetected\"}", 1);

        CompletableFuture<Boolean> stopped = server.stopping();

        assertThat(noHello.next("goodbye").get("code").asInt()).isEqualTo(4000);
        noHello.finish();
        assertThat(stopped).succeedsWithin(2, TimeUnit.SECONDS).isEqualTo(true);
        assertThat(silent.getInputStream().read()).isNegative();
    }

    @Test
    void whoSpeaksForTheFirstTimeWhileItStopsIsToldSo() {
        FrameClient reader = server.framed("reader");
        FrameClient framed = server.framed();
        LineClient person = server.text();
        server.awaitMeter("chat_connections{dialect=\"undetected\"}", 2);

        // The reader does not close its side, which keeps the door open for a moment.
        CompletableFuture<Boolean> stopped = server.stopping();
        reader.next("goodbye");
        framed.send("{'type':'hello','protocol':1,'client':'it','name':'ann'}");
        person.type("hello?");

        assertThat(framed.skipTo("goodbye").get("code").asInt()).isEqualTo(4000);
        assertThat(person.rest()).last().isEqualTo("* goodbye: the server is stopping; come back later");
        framed.finish();
        person.finish();
        reader.finish();
        assertThat(stopped).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
    }

    @Test
    void whileItStopsItIsNotReadyAndNobodyIsLetIn() {
        InetSocketAddress address = server.address();
        assertThat(server.ask("/readyz").statusCode()).isEqualTo(200);
        FrameClient reader = server.framed("reader");

        // It does not close its side: the server waits for it.
        CompletableFuture<Boolean> stopped = server.stopping();
        reader.next("goodbye");

        assertThat(server.ask("/readyz").statusCode()).isEqualTo(503);
        assertThat(server.ask("/readyz").body()).isEqualTo("not listening\n");
        assertThat(server.ask("/livez").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                .isInstanceOf(ConnectException.class);
        reader.finish();
        assertThat(stopped).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
    }

    @Test
    void anotherServerTakesThePortAtOnce() {
        FrameClient ann = server.framed("ann");
        int port = server.address().getPort();

        CompletableFuture<Boolean> stopped = server.stopping();
        ann.next("goodbye");
        assertThat(ann.isClosedByServer()).isTrue();
        ann.finish();
        assertThat(stopped).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo(true);
        // The server has closed first: its end of the connection lingers.
        await().untilAsserted(() ->
                assertThat(TcpTable.count(port, TcpTable.TIME_WAIT)).isEqualTo(1));
        server.with("net.port=" + port).start();

        assertThat(server.framed("ann").answersPing()).isTrue();
    }
}
