// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What people may do who come from one address, or speak in one room. The loopback is exempt, so that the clients here come
 * through a proxy that is trusted.
 */
class AddressLimitsIT {

    private static final String ANN = "203.0.113.7";
    private static final String BOB = "203.0.113.8";
    private static final String TOO_MANY = "*** too many connections from your address; come back later";

    @RegisterExtension
    private final RunningServer server = new RunningServer();

    @Test
    void anAddressHasSoManyConnections() throws IOException {
        server.with("limits.connections-per-address=2");
        FrameClient ann = framedFrom(ANN, "ann");
        framedFrom(ANN, "anne");

        assertThat(textFrom(ANN).rest()).containsExactly(TOO_MANY);
        assertThat(textFrom("::ffff:" + ANN).rest())
                .as("the same address, inside IPv6")
                .containsExactly(TOO_MANY);
        assertThat(framedFrom(BOB, "bob").answersPing()).isTrue();
        server.awaitMeter("chat_connections_refused_total{reason=\"address\"}", 2);
        await().untilAsserted(() -> assertThat(server.log().lines("connections refused within a second"))
                .anySatisfy(line -> assertThat(line)
                        .contains("limits.connections-per-address")
                        .contains(ANN)));

        ann.close();
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 2);
        assertThat(framedFrom(ANN, "anna").answersPing()).isTrue();
    }

    @Test
    void aPrefixOfIpv6IsOneAddress() {
        server.with("limits.connections-per-address=1");
        framedFrom("2001:db8:0:1::1", "ann");

        assertThat(textFrom("2001:db8:0:1:ffff::2").rest()).containsExactly(TOO_MANY);
        assertThat(framedFrom("2001:db8:0:2::1", "bob").answersPing()).isTrue();
    }

    @Test
    void anAddressMakesConnectionsOnlySoFast() throws IOException {
        server.with("limits.connection-rate-per-address=1/1h burst 3");
        for (int i = 0; i < 3; i++) {
            FrameClient ann = framedFrom(ANN, "ann" + i);
            ann.close();
        }

        assertThat(textFrom(ANN).rest()).containsExactly(TOO_MANY);
        assertThat(framedFrom(BOB, "bob").answersPing()).isTrue();
    }

    @Test
    void connectionsComeOnlySoFastInAll() {
        server.with("limits.connection-rate=1/1h burst 2");
        framedFrom(ANN, "ann");
        framedFrom(BOB, "bob");

        assertThat(textFrom("203.0.113.9").rest()).containsExactly("*** too many connections at once; come back later");
        server.awaitMeter("chat_connections_refused_total{reason=\"rate\"}", 1);
    }

    @Test
    void whoComesFromThisMachineIsExempt() {
        server.with(
                "limits.connections-per-address=1",
                "limits.connection-rate=1/1h burst 1",
                "limits.connection-rate-per-address=1/1h burst 1");

        assertThat(server.framed("ann").answersPing()).isTrue();
        assertThat(server.framed("bob").answersPing()).isTrue();
    }

    @Test
    void theMessagesOfAnAddressAreCountedTogether() {
        server.with("limits.messages-per-address=1/1h burst 3");
        FrameClient ann = framedFrom(ANN, "ann");
        FrameClient anne = framedFrom(ANN, "anne");
        FrameClient bob = framedFrom(BOB, "bob");
        List.of(ann, anne, bob).forEach(client -> client.join("#lobby"));

        ann.say("#lobby", "one").skipTo("sent");
        ann.say("#lobby", "two").skipTo("sent");
        anne.say("#lobby", "three").skipTo("sent");

        JsonNode refused = anne.say("#lobby", "four").skipTo("error");
        assertThat(refused.get("code").asText()).isEqualTo("rate-limited");
        assertThat(refused.get("retryAfterMillis").asLong()).isGreaterThan(3_000_000);
        bob.say("#lobby", "five").skipTo("sent");
        server.awaitMeter("chat_rate_limited_total{limit=\"address\"}", 1);
    }

    /** It was no use to be told to wait for an hour if one only had to come again. */
    @Test
    void whoComesAgainHasNoMoreThanBefore() throws IOException {
        server.with("limits.commands-per-address=1/1h burst 2");
        FrameClient ann = framedFrom(ANN, "ann");
        ann.send("{'type':'ping','ref':'1'}", "{'type':'ping','ref':'2'}", "{'type':'ping','ref':'3'}");
        ann.next("pong");
        ann.next("pong");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        ann.close();
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 0);

        FrameClient again = framedFrom(ANN, "ann");
        again.send("{'type':'ping','ref':'4'}");

        assertThat(again.nextCode()).isEqualTo("rate-limited");
    }

    @Test
    void theMessagesInARoomAreCountedTogether() {
        server.with("limits.messages-per-room=1/1h burst 2");
        FrameClient ann = server.framed("ann");
        FrameClient bob = server.framed("bob");
        List.of(ann, bob).forEach(client -> client.join("#lobby"));
        bob.join("#other");

        ann.say("#lobby", "one").skipTo("sent");
        bob.send("{'type':'topic','ref':'t','room':'#lobby','text':'two'}").skipTo("ok");

        JsonNode refused = bob.say("#lobby", "three").skipTo("error");
        assertThat(refused.get("code").asText()).isEqualTo("rate-limited");
        bob.say("#other", "four").skipTo("sent");
        server.awaitMeter("chat_rate_limited_total{limit=\"room\"}", 1);
    }

    /** Whoever comes back with a new burst each time must not silence the room for those who say little. */
    @Test
    void whoSaysMuchLeavesAPartOfTheRoomToOthers() {
        server.with("limits.messages-per-room=1/1h burst 20", "limits.messages=1/1h burst 100");
        FrameClient flooder = server.framed("flooder");
        FrameClient calm = server.framed("calm");
        List.of(flooder, calm).forEach(client -> client.join("#lobby"));

        for (int i = 0; i < 8; i++) {
            flooder.say("#lobby", "flood").skipTo("sent");
            flooder.send("{'type':'topic','ref':'t','room':'#lobby','text':'flood'}")
                    .skipTo("ok");
        }
        assertThat(flooder.say("#lobby", "flood").skipTo("error").get("code").asText())
                .isEqualTo("rate-limited");
        for (int i = 0; i < 4; i++) {
            calm.say("#lobby", "calm").skipTo("sent");
        }
        assertThat(calm.say("#lobby", "calm").skipTo("error").get("code").asText())
                .isEqualTo("rate-limited");
    }

    @Test
    void aConnectionJoinsOnlySoFast() {
        server.with("limits.joins=1/1m burst 2");
        FrameClient ann = server.framed("ann");
        ann.join("#one");
        ann.join("#two");

        ann.send("{'type':'join','ref':'3','room':'#three'}");

        JsonNode refused = ann.next("error");
        assertThat(refused.get("code").asText()).isEqualTo("rate-limited");
        assertThat(refused.get("retryAfterMillis").asLong()).isBetween(1L, 60_000L);
    }

    @Test
    void aRoomHasRoomForSoMany() throws IOException {
        server.with("limits.members-per-room=2");
        FrameClient ann = server.framed("ann");
        FrameClient bob = server.framed("bob");
        FrameClient carol = server.framed("carol");
        ann.join("#lobby");
        bob.join("#lobby");

        carol.send("{'type':'join','ref':'1','room':'#lobby'}");
        assertThat(carol.nextCode()).isEqualTo("room-full");
        ann.join("#lobby");
        bob.send("{'type':'leave','ref':'2','room':'#lobby'}").skipTo("ok");

        assertThat(carol.join("#lobby").get("room").asText()).isEqualTo("#lobby");
    }

    @Test
    void whoGoesOnRegardlessIsClosed() {
        server.with("limits.commands=1/1h burst 1", "limits.refusals=1/1h burst 3");
        FrameClient ann = server.framed("ann");
        String[] pings = new String[20];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = "{'type':'ping','ref':'" + i + "'}";
        }

        ann.send(pings);

        ann.next("pong");
        // The first that is refused is told to wait; three more may be under way by then.
        for (int i = 1; i <= 5; i++) {
            assertThat(ann.next("error").get("ref").asText()).isEqualTo(Integer.toString(i));
        }
        JsonNode goodbye = ann.next("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4507);
        server.awaitMeter("chat_connections_closed_total{reason=\"flooding\"}", 1);
    }

    @Test
    void whoWaitsAsLongAsToldIsNeverClosed() {
        server.with("limits.commands=200/1s burst 1", "limits.refusals=1/1h burst 1");
        FrameClient ann = server.framed("ann");
        int refused = 0;

        for (int i = 0; i < 100; i++) {
            ann.send("{'type':'ping','ref':'" + i + "'}");
            JsonNode answer = ann.next();
            if (answer.get("type").asText().equals("error")) {
                refused++;
                long until = System.nanoTime() + answer.get("retryAfterMillis").asLong() * 1_000_000;
                await().until(() -> System.nanoTime() - until > 0);
            }
        }

        assertThat(refused).as("it was told to wait").isGreaterThan(2);
        assertThat(server.meter("chat_connections{dialect=\"framed\"}")).isEqualTo(1);
    }

    /** What cannot be understood was free once, so that it could be sent for ever. */
    @Test
    void whatCannotBeUnderstoodCostsAsMuch() {
        server.with("limits.commands=1/1h burst 2", "limits.refusals=1/1h burst 1");
        FrameClient ann = server.framed("ann");

        ann.send("nonsense", "{'type':'no-such'}", "nonsense", "nonsense", "nonsense", "nonsense");

        assertThat(ann.nextCode()).isEqualTo("bad-json");
        assertThat(ann.nextCode()).isEqualTo("unknown-type");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        assertThat(ann.nextCode()).isEqualTo("4507");
    }

    @Test
    void aHelloThatIsRefusedCostsAsMuch() {
        server.with("limits.commands=1/1h burst 2", "limits.refusals=1/1h burst 1");
        FrameClient ann = server.framed();

        for (int i = 0; i < 5; i++) {
            ann.send("{'type':'hello','protocol':1,'client':'it','resume':'v1.x.y'}");
        }

        assertThat(ann.nextCode()).isEqualTo("resume-invalid");
        assertThat(ann.nextCode()).isEqualTo("resume-invalid");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        assertThat(ann.nextCode()).isEqualTo("rate-limited");
        assertThat(ann.nextCode()).isEqualTo("4507");
    }

    @Test
    void withAllLimitsOffNoRateHolds() {
        server.with(
                "limits.all=off",
                "limits.messages-per-address=1/1h burst 1",
                "limits.commands-per-address=1/1h burst 1",
                "limits.messages-per-room=1/1h burst 1",
                "limits.connection-rate=1/1h burst 1",
                "limits.connection-rate-per-address=1/1h burst 1",
                "limits.joins=1/1h burst 1");
        framedFrom(ANN, "anne");
        FrameClient ann = framedFrom(ANN, "ann");
        ann.join("#one");
        ann.join("#lobby");

        ann.sayNumbered("#lobby", 100, " x");
    }

    @Test
    void aPersonAtATerminalIsToldToo() {
        server.with("limits.messages=1/1h burst 1", "limits.refusals=1/1h burst 1");
        LineClient person = server.text();
        person.arrive();

        person.write("one\ntwo\nthree\nfour\nfive\n");

        assertThat(person.rest())
                .filteredOn(line -> line.startsWith("* error rate-limited"))
                .hasSize(3);
    }

    private FrameClient framedFrom(String address, String name) {
        server.with("net.proxies=127.0.0.0/8");
        FrameClient client = server.framed();
        client.write(header(address));
        client.hello(name);
        return client;
    }

    private LineClient textFrom(String address) {
        server.with("net.proxies=127.0.0.0/8");
        LineClient client = server.text();
        try {
            client.socket().getOutputStream().write(header(address));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return client;
    }

    private static byte[] header(String address) {
        String family = address.contains(":") ? "TCP6" : "TCP4";
        String server = address.contains(":") ? "::1" : "127.0.0.1";
        return ("PROXY " + family + " " + address + " " + server + " 40000 8080\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
