// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FramedIT {

    private static final String HELLO = "{'type':'hello','protocol':1,'client':'it','name':'ann'}";
    private static final String JOIN = "{'type':'join','ref':'j','room':'#lobby'}";

    @RegisterExtension
    private final RunningServer server = new RunningServer();

    @Test
    void helloIsAnsweredWithWelcome() {
        JsonNode welcome = server.with("server.name=here", "limits.in-flight=7", "server.heartbeat=45s")
                .framed()
                .hello("Ann");

        assertThat(welcome.get("protocol").asInt()).isEqualTo(1);
        assertThat(welcome.get("server").asText()).startsWith("here/");
        assertThat(welcome.get("name").asText()).isEqualTo("Ann");
        assertThat(welcome.get("resume").asText()).isNotEmpty();
        assertThat(welcome.get("producer").asText()).matches("[0-9a-f]{32}");
        assertThat(welcome.get("durability").asText()).isEqualTo("fsync");
        assertThat(welcome.get("heartbeatSeconds").asInt()).isEqualTo(45);
        assertThat(welcome.get("limits").get("frameBytes").asInt()).isEqualTo(65_536);
        assertThat(welcome.get("limits").get("inFlight").asInt()).isEqualTo(7);
    }

    @Test
    void whoGivesNoNameGetsOne() {
        FrameClient client = server.framed();

        client.send("{'type':'hello','protocol':1,'client':'it'}");

        assertThat(client.next("welcome").get("name").asText()).matches("guest\\d+");
    }

    @Test
    void whatIsSentIsAcknowledgedAndHeard() {
        FrameClient ann = server.framed("ann");
        JsonNode joined = ann.join("#lobby");

        ann.send("{'type':'send','ref':'first','room':'#lobby','text':'Hello'}");
        JsonNode sent = ann.next("sent");
        JsonNode message = ann.next("message");

        assertThat(joined.get("head").asLong()).isZero();
        assertThat(joined.get("recovered").asBoolean()).isTrue();
        assertThat(joined.get("topic").asText()).isEmpty();
        assertThat(sent.get("ref").asText()).isEqualTo("first");
        assertThat(sent.get("seq").asLong()).isEqualTo(1);
        assertThat(sent.has("duplicate")).isFalse();
        assertThat(message.get("seq").asLong()).isEqualTo(1);
        assertThat(message.get("from").asText()).isEqualTo("ann");
        assertThat(message.get("text").asText()).isEqualTo("Hello");
        assertThat(message.get("at")).isEqualTo(sent.get("at"));
        assertThat(message.get("id")).isEqualTo(sent.get("id"));
    }

    @Test
    void whoSendsAtTheSameTimeHearsTheSameOrder() {
        server.with("limits.all=off", "net.loops=2");
        int each = 300;
        List<FrameClient> clients = List.of(server.framed("ann"), server.framed("bob"), server.framed("eve"));
        clients.forEach(client -> client.join("#lobby"));
        for (int i = 0; i < each; i++) {
            for (FrameClient client : clients) {
                client.say("#lobby", "number " + i);
            }
        }

        List<List<String>> heard = new ArrayList<>();
        for (FrameClient client : clients) {
            heard.add(client.messages(each * clients.size()).stream()
                    .map(m -> m.get("seq") + " " + m.get("from") + " " + m.get("text"))
                    .toList());
        }

        assertThat(heard.get(1)).isEqualTo(heard.get(0));
        assertThat(heard.get(2)).isEqualTo(heard.get(0));
        for (int i = 0; i < each * clients.size(); i++) {
            assertThat(heard.get(0).get(i)).startsWith(i + 1 + " ");
        }
        for (String name : List.of("ann", "bob", "eve")) {
            assertThat(heard.get(0).stream().filter(m -> m.contains("\"" + name + "\"")))
                    .as("what %s sent, in order", name)
                    .map(m -> m.replaceAll(".*number |\"", ""))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void whoJoinsLaterSeesTheLastEntriesAndThenWhatComes() {
        server.with("rooms.history-on-join=2");
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        for (int i = 1; i <= 5; i++) {
            ann.say("#lobby", "number " + i).next("sent");
            ann.next("message");
        }

        FrameClient bob = server.framed("bob");
        JsonNode joined = bob.join("#lobby");
        ann.say("#lobby", "number 6");

        assertThat(joined.get("head").asLong()).isEqualTo(5);
        assertThat(bob.messages(3)).extracting(m -> m.get("seq").asInt()).containsExactly(4, 5, 6);
        FrameClient eve = server.framed("eve");
        eve.send("{'type':'join','ref':'1','room':'#LOBBY','last':0}");
        assertThat(eve.next("joined").get("head").asLong()).isEqualTo(6);
        assertThat(eve.answersPing()).isTrue();
    }

    @Test
    void historyComesInPages() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        for (int i = 1; i <= 9; i++) {
            ann.say("#lobby", "number " + i);
        }
        ann.messages(9);

        assertThat(page(ann, "'limit':3")).containsExactly(7, 8, 9);
        assertThat(page(ann, "'before':4,'limit':2")).containsExactly(2, 3);
        assertThat(page(ann, "'before':100,'limit':2")).containsExactly(8, 9);
        assertThat(page(ann, "'after':0,'limit':2")).containsExactly(1, 2);
        assertThat(page(ann, "'after':8,'limit':5")).containsExactly(9);
        assertThat(page(ann, "'at':0,'limit':3")).containsExactly(1, 2, 3);
        FrameClient bob = server.framed("bob");
        assertThat(page(bob, "'limit':1")).as("without having joined").containsExactly(9);
    }

    @Test
    void roomsMembersAndTopicAreTold() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");
        bob.join("#other");

        ann.send("{'type':'topic','ref':'t','room':'#lobby','text':'Release'}");
        assertThat(ann.next("ok").get("ref").asText()).isEqualTo("t");
        assertThat(ann.next("topic").get("text").asText()).isEqualTo("Release");
        JsonNode heard = bob.next("topic");
        assertThat(heard.get("from").asText()).isEqualTo("ann");
        assertThat(heard.get("seq").asLong()).isEqualTo(1);

        ann.send("{'type':'rooms','ref':'r'}");
        assertThat(ann.next("rooms").get("rooms"))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrder(
                        "{\"room\":\"#lobby\",\"members\":2,\"topic\":\"Release\"}",
                        "{\"room\":\"#other\",\"members\":1,\"topic\":\"\"}");
        ann.send("{'type':'members','ref':'m','room':'#lobby'}");
        assertThat(ann.next("members").get("members"))
                .extracting(JsonNode::toString)
                .containsExactly("{\"name\":\"ann\",\"state\":\"online\"}", "{\"name\":\"bob\",\"state\":\"online\"}");
        assertThat(server.framed("eve").join("#lobby").get("topic").asText()).isEqualTo("Release");
    }

    @Test
    void whoHasLeftHearsNoMoreAndCannotSend() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");

        bob.send("{'type':'leave','ref':'l','room':'#lobby'}");
        bob.next("ok");
        ann.say("#lobby", "bob has gone").next("sent");

        bob.say("#lobby", "can you hear me");
        assertThat(bob.nextCode()).isEqualTo("not-joined");
        assertThat(bob.answersPing()).isTrue();
        assertThat(bob.join("#lobby").get("head").asLong()).isEqualTo(1);
    }

    @Test
    void nickFreesTheNameBefore() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");

        ann.send("{'type':'nick','ref':'n','name':'Anna'}");
        assertThat(ann.next("ok").get("ref").asText()).isEqualTo("n");
        ann.say("#lobby", "I am Anna");

        assertThat(ann.skipTo("message").get("from").asText()).isEqualTo("Anna");
        assertThat(server.framed().hello("ann").get("name").asText()).isEqualTo("ann");
    }

    @Test
    void pingIsAnsweredWithItsData() {
        FrameClient ann = server.framed("ann");

        ann.send("{'type':'ping','ref':'1','data':'привет 漢字 \uD83D\uDC4B'}", "{'type':'ping','ref':'2'}");

        JsonNode first = ann.next("pong");
        assertThat(first.get("ref").asText()).isEqualTo("1");
        assertThat(first.get("data").asText()).isEqualTo("привет 漢字 \uD83D\uDC4B");
        assertThat(ann.next("pong").has("data")).isFalse();
    }

    @Test
    void quitComesAfterTheAnswersToWhatWasAskedBefore() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");

        ann.send(FrameClient.message("#lobby", "farewell", "f"), "{'type':'quit'}");

        assertThat(ann.next("sent").get("ref").asText()).isEqualTo("f");
        JsonNode goodbye = ann.skipTo("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4500);
        assertThat(goodbye.has("reconnectAfterMillis")).isFalse();
        assertThat(ann.isClosedByServer()).isTrue();
        FrameClient bob = server.framed("bob");
        assertThat(bob.join("#lobby").get("head").asLong()).isEqualTo(1);
    }

    @Test
    void everythingMayComeInOneWrite() {
        FrameClient ann = server.framed();

        ann.send(
                HELLO,
                JOIN,
                FrameClient.message("#lobby", "one", "1"),
                FrameClient.message("#lobby", "two", "2"),
                "{'type':'ping','ref':'p'}");

        assertEverythingIsAnswered(ann);
    }

    @Test
    void everythingMayComeByteByByte() {
        FrameClient ann = server.framed();

        for (byte b : FrameClient.frames(
                HELLO,
                JOIN,
                FrameClient.message("#lobby", "one", "1"),
                FrameClient.message("#lobby", "two", "2"),
                "{'type':'ping','ref':'p'}")) {
            ann.write(new byte[] {b});
        }

        assertEverythingIsAnswered(ann);
    }

    @Test
    void presenceTellsWhoComesGoesAndChangesTheirName() throws Exception {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");

        assertThat(presenceOf(ann, "bob").get("state").asText()).isEqualTo("online");
        bob.send("{'type':'nick','ref':'n','name':'rob'}");
        JsonNode renamed = presenceOf(ann, "rob");
        assertThat(renamed.get("state").asText()).isEqualTo("online");
        assertThat(renamed.get("formerly").asText()).isEqualTo("bob");
        bob.close();
        assertThat(presenceOf(ann, "rob").get("state").asText()).isEqualTo("offline");
    }

    private static JsonNode presenceOf(FrameClient client, String name) {
        JsonNode presence = client.skipTo("presence");
        while (!presence.get("name").asText().equals(name)) {
            presence = client.skipTo("presence");
        }
        assertThat(presence.get("room").asText()).isEqualTo("#lobby");
        return presence;
    }

    private static List<Integer> page(FrameClient client, String range) {
        client.send("{'type':'history','ref':'h','room':'#lobby'," + range + "}");
        JsonNode page = client.next("page");
        assertThat(page.get("complete").asBoolean()).isTrue();
        List<Integer> numbers = new ArrayList<>();
        page.get("entries").forEach(entry -> numbers.add(entry.get("seq").asInt()));
        return numbers;
    }

    private static void assertEverythingIsAnswered(FrameClient client) {
        assertThat(client.next("welcome").get("name").asText()).isEqualTo("ann");
        assertThat(client.next("joined").get("ref").asText()).isEqualTo("j");
        List<String> rest = new ArrayList<>();
        while (rest.size() < 5) {
            JsonNode event = client.next();
            rest.add(event.get("type").asText() + " " + event.path("ref").asText()
                    + event.path("text").asText());
        }
        assertThat(rest).containsExactlyInAnyOrder("sent 1", "message one", "sent 2", "message two", "pong p");
        assertThat(rest.indexOf("sent 1")).isLessThan(rest.indexOf("sent 2"));
        assertThat(rest.indexOf("message one")).isLessThan(rest.indexOf("message two"));
    }
}
