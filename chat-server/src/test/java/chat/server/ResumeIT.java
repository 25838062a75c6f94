// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever comes back finds their name, their place and their messages as they were, or is told that it is otherwise. */
class ResumeIT {

    private static final String PRODUCER = "c0ffee00c0ffee00c0ffee00c0ffee00";

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off");

    @Test
    void whoComesBackTakesTheNameAndThePlaceOfTheOldConnection() {
        FrameClient old = server.framed();
        String proof = old.hello("ann").get("resume").asText();
        old.join("#lobby");
        old.say("#lobby", "before").next("sent");
        JsonNode before = old.next("message");

        FrameClient back = server.framed();
        JsonNode welcome = resume(back, proof);

        assertThat(welcome.get("name").asText()).isEqualTo("ann");
        JsonNode goodbye = old.next("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4503);
        assertThat(old.isClosedByServer()).isTrue();
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");
        bob.say("#lobby", "meanwhile").skipTo("sent");
        JsonNode joined = joinAfter(
                back, epoch(bob), before.get("seq").asLong(), before.get("at").asLong());
        assertThat(joined.get("recovered").asBoolean()).isTrue();
        assertThat(back.next("message").get("text").asText()).isEqualTo("meanwhile");
        assertThat(members(back)).isEqualTo("ann bob ");
    }

    @Test
    void theSamePersonOnTwoConnectionsIsNeverGoneInBetween() {
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");
        String proof = "";
        FrameClient ann = server.framed();
        proof = ann.hello("ann").get("resume").asText();
        ann.join("#lobby");
        for (int i = 0; i < 20; i++) {
            FrameClient next = server.framed();
            proof = resume(next, proof).get("resume").asText();
            next.join("#lobby");
            assertThat(ann.skipTo("goodbye").get("code").asInt()).isEqualTo(4503);
            ann = next;
        }

        assertThat(ann.answersPing()).isTrue();
        server.awaitMeter("chat_followers{state=\"live\"}", 2);
        assertThat(members(bob)).isEqualTo("ann bob ");
    }

    /** The old connection has another name by then: it used to stay, as its place was looked for under the name alone. */
    @Test
    void whoComesBackAfterANewNameClosesTheOldConnectionToo() {
        FrameClient old = server.framed();
        String proof = old.hello("ann").get("resume").asText();
        old.send("{'type':'nick','ref':'n','name':'anna'}").next("ok");

        FrameClient back = server.framed();
        assertThat(resume(back, proof).get("name").asText()).isEqualTo("ann");

        assertThat(old.next("goodbye").get("code").asInt()).isEqualTo(4503);
        assertThat(old.isClosedByServer()).isTrue();
        old.finish();
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 1);
        assertThat(server.framed("anna").answersPing()).isTrue();
        assertThat(back.answersPing()).isTrue();
    }

    /** The proof is of the welcome and knows nothing of a later nick: whoever gave the new name got the old one back. */
    @Test
    void aNameBesideTheProofIsTheNewOne() {
        FrameClient old = server.framed();
        String proof = old.hello("ann").get("resume").asText();
        old.send("{'type':'nick','ref':'n','name':'anna'}").next("ok");

        FrameClient back = server.framed();
        back.send("{'type':'hello','protocol':1,'client':'it','name':'anna','resume':'" + proof + "'}");

        assertThat(back.next("welcome").get("name").asText()).isEqualTo("anna");
        assertThat(old.next("goodbye").get("code").asInt()).isEqualTo(4503);
        old.finish();
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 1);
        assertThat(server.framed("ann").answersPing()).isTrue();
    }

    @Test
    void aNameThatSomebodyElseHasTakenMeanwhileStaysTheirs() throws Exception {
        FrameClient ann = server.framed();
        String proof = ann.hello("ann").get("resume").asText();
        ann.send("{'type':'quit'}").next("goodbye");
        ann.close();
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 0);
        FrameClient other = server.framed("ann");

        FrameClient back = server.framed();
        back.send(helloWith(proof));

        assertThat(back.nextCode()).isEqualTo("name-taken");
        assertThat(other.answersPing()).isTrue();
        assertThat(back.hello("ann2").get("name").asText()).isEqualTo("ann2");
    }

    @Test
    void aProofOutlivesTheServerAndAMemoryStoreDoesNot() throws Exception {
        server.with("store.kind=memory");
        FrameClient ann = server.framed();
        String proof = ann.hello("ann").get("resume").asText();
        ann.join("#lobby");
        ann.say("#lobby", "before").next("sent");
        JsonNode message = ann.next("message");
        String epoch = epoch(ann);

        ann.close();
        server.restart();
        FrameClient back = server.framed();
        JsonNode welcome = resume(back, proof);

        assertThat(welcome.get("name").asText()).isEqualTo("ann");
        JsonNode joined = joinAfter(
                back, epoch, message.get("seq").asLong(), message.get("at").asLong());
        assertThat(joined.get("recovered").asBoolean())
                .as("the log is another one")
                .isFalse();
        assertThat(joined.get("epoch").asText()).isNotEqualTo(epoch);
    }

    @Test
    void aJoinAfterAPositionGivesEverythingLaterOnce() {
        FrameClient ann = server.framed("ann");
        String epoch = ann.join("#lobby").get("epoch").asText();
        int before = 200;
        for (int i = 1; i <= before; i++) {
            ann.say("#lobby", "number " + i);
        }
        ann.messages(before);
        FrameClient bob = server.framed("bob");

        // The room goes on while bob catches up.
        bob.send("{'type':'join','ref':'j','room':'#lobby','after':{'epoch':'" + epoch + "','seq':50}}");
        for (int i = before + 1; i <= 2 * before; i++) {
            ann.say("#lobby", "number " + i);
        }

        assertThat(bob.next("joined").get("recovered").asBoolean()).isTrue();
        for (int i = 51; i <= 2 * before; i++) {
            JsonNode message = bob.next("message");
            assertThat(message.get("seq").asInt()).isEqualTo(i);
            assertThat(message.get("text").asText()).isEqualTo("number " + i);
        }
        assertThat(bob.answersPing()).isTrue();
    }

    @Test
    void aPositionOfAnotherLogIsNotRecovered() {
        FrameClient ann = server.framed("ann");
        String epoch = ann.join("#lobby").get("epoch").asText();
        for (int i = 1; i <= 30; i++) {
            ann.say("#lobby", "number " + i);
        }
        JsonNode last = ann.messages(30).get(29);

        FrameClient bob = server.framed("bob");
        assertNotRecovered(bob, "'epoch':'other','seq':5");
        assertNotRecovered(bob, "'epoch':'" + epoch + "','seq':31");
        assertNotRecovered(
                bob, "'epoch':'" + epoch + "','seq':30,'at':" + (last.get("at").asLong() + 1));
        assertThat(bob.answersPing()).isTrue();
    }

    @Test
    void whatIsNoLongerKeptIsAGap() {
        server.with("store.kind=memory", "store.memory-entries-per-room=10", "rooms.tail-entries=1");
        FrameClient ann = server.framed("ann");
        String epoch = ann.join("#lobby").get("epoch").asText();
        for (int i = 1; i <= 30; i++) {
            ann.say("#lobby", "number " + i);
        }
        ann.messages(30);

        FrameClient bob = server.framed("bob");
        JsonNode joined = joinAfter(bob, epoch, 5, 0);

        assertThat(joined.get("recovered").asBoolean()).isFalse();
        JsonNode gap = bob.next("gap");
        assertThat(gap.get("epoch").asText()).isEqualTo(epoch);
        assertThat(gap.get("from").asInt()).isEqualTo(6);
        assertThat(gap.get("to").asInt()).isEqualTo(20);
        assertThat(bob.messages(10))
                .extracting(m -> m.get("seq").asInt())
                .containsExactly(21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
        assertThat(bob.answersPing()).isTrue();
    }

    @Test
    void aMessageThatIsSentAgainUnderItsIdIsStoredOnce() {
        FrameClient ann = server.framed();
        String proof = helloAsProducer(ann, "{'type':'hello','protocol':1,'client':'it','name':'ann'");
        ann.join("#lobby");
        ann.send(numbered("one", 1), numbered("two", 2), numbered("one", 1));

        JsonNode first = ann.skipTo("sent");
        assertThat(first.get("seq").asInt()).isEqualTo(1);
        assertThat(ann.skipTo("sent").get("seq").asInt()).isEqualTo(2);
        assertDuplicate(ann, first);
        ann.send("{'type':'ping','ref':'p'}").skipTo("pong");

        // The answer was lost with the connection: it is asked for again on the next one.
        FrameClient back = server.framed();
        helloAsProducer(back, "{'type':'hello','protocol':1,'client':'it','resume':'" + proof + "'");
        assertThat(back.join("#lobby").get("head").asInt()).isEqualTo(2);
        back.messages(2);
        back.send(numbered("one", 1));
        assertDuplicate(back, first);
        back.send(numbered("three", 3));
        assertThat(back.skipTo("sent").get("seq").asInt()).isEqualTo(3);
    }

    @Test
    void anIdBelowTheWindowIsNeverStored() {
        FrameClient ann = server.framed();
        helloAsProducer(ann, "{'type':'hello','protocol':1,'client':'it','name':'ann'");
        ann.join("#lobby");

        ann.send(numbered("new", 5_000), numbered("old", 1));

        assertThat(ann.skipTo("error").get("code").asText()).isEqualTo("id-expired");
        assertThat(server.framed("bob").join("#lobby").get("head").asInt()).isEqualTo(1);
    }

    private static String numbered(String text, int id) {
        return "{'type':'send','ref':'s','room':'#lobby','text':'" + text + "','id':" + id + "}";
    }

    private static void assertDuplicate(FrameClient client, JsonNode first) {
        JsonNode again = client.skipTo("sent");
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertThat(again.get("seq")).isEqualTo(first.get("seq"));
        assertThat(again.get("at")).isEqualTo(first.get("at"));
        assertThat(again.get("id")).isEqualTo(first.get("id"));
    }

    private static String helloAsProducer(FrameClient client, String hello) {
        client.send(hello + ",'producer':'" + PRODUCER + "'}");
        JsonNode welcome = client.next("welcome");
        assertThat(welcome.get("producer").asText()).isEqualTo(PRODUCER);
        return welcome.get("resume").asText();
    }

    private static String helloWith(String proof) {
        return "{'type':'hello','protocol':1,'client':'it','resume':'" + proof + "'}";
    }

    private static JsonNode resume(FrameClient client, String proof) {
        return client.send(helloWith(proof)).next("welcome");
    }

    private static JsonNode joinAfter(FrameClient client, String epoch, long seq, long at) {
        client.send("{'type':'join','ref':'j','room':'#lobby','after':{'epoch':'" + epoch + "','seq':" + seq
                + (at == 0 ? "" : ",'at':" + at) + "}}");
        return client.next("joined");
    }

    private static void assertNotRecovered(FrameClient client, String position) {
        client.send("{'type':'join','ref':'j','room':'#lobby','after':{" + position + "}}");
        assertThat(client.next("joined").get("recovered").asBoolean()).isFalse();
        JsonNode gap = client.next("gap");
        assertThat(gap.get("from").asInt()).isEqualTo(1);
        assertThat(gap.get("to").asInt()).isEqualTo(10);
        assertThat(client.messages(20).get(0).get("seq").asInt()).isEqualTo(11);
    }

    /** Asked by joining again, which changes nothing. */
    private static String epoch(FrameClient client) {
        client.send("{'type':'join','ref':'e','room':'#lobby','last':0}");
        return client.skipTo("joined").get("epoch").asText();
    }

    private static String members(FrameClient client) {
        client.send("{'type':'members','ref':'m','room':'#lobby'}");
        StringBuilder names = new StringBuilder();
        client.skipTo("members")
                .get("members")
                .forEach(m -> names.append(m.get("name").asText()).append(' '));
        return names.toString();
    }
}
