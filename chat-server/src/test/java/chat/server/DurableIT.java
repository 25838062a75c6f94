// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What outlives a restart of the server, and what a client sees of it that was away meanwhile. */
class DurableIT {

    private static final String PRODUCER = "0123456789abcdef0123456789abcdef";

    @RegisterExtension
    final RunningServer server = new RunningServer("store.kind=sqlite", "store.durability=fsync", "limits.all=off");

    @Test
    void aPositionHoldsAcrossARestart() {
        FrameClient ann = server.framed("ann");
        JsonNode joined = ann.join("#lobby");
        ann.say("#lobby", "one").skipTo("message");
        JsonNode seen = ann.say("#lobby", "two").skipTo("message");
        ann.say("#lobby", "three").skipTo("message");

        server.restart();

        FrameClient back = server.framed("ann");
        JsonNode again = joinAfter(back, joined.get("epoch").asText(), seen);
        assertThat(again.get("recovered").asBoolean()).isTrue();
        assertThat(again.get("epoch")).isEqualTo(joined.get("epoch"));
        assertThat(again.get("head").asInt()).isEqualTo(3);
        assertThat(back.next("message").get("text").asText()).isEqualTo("three");
        assertThat(back.say("#lobby", "four").skipTo("message").get("seq").asInt())
                .isEqualTo(4);
    }

    @Test
    void whatIsSentAgainAfterARestartIsADuplicateAtTheFirstPlace() {
        FrameClient ann = server.framed();
        String proof = hello(ann, "'name':'ann'").get("resume").asText();
        ann.join("#lobby");
        JsonNode first = send(ann, 1, "once");
        assertThat(first.has("duplicate")).isFalse();
        ann.skipTo("message");

        server.restart();

        FrameClient back = server.framed();
        assertThat(hello(back, "'resume':'" + proof + "'").get("name").asText()).isEqualTo("ann");
        back.join("#lobby");
        assertThat(back.next("message").get("text").asText()).isEqualTo("once");
        JsonNode again = send(back, 1, "once");
        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(again.get("seq")).isEqualTo(first.get("seq"));
        assertThat(again.get("at")).isEqualTo(first.get("at"));
        assertThat(send(back, 2, "twice").get("seq").asInt()).isEqualTo(2);
        assertThat(send(back, 2_000, "far").get("seq").asInt()).isEqualTo(3);
        back.send("{'type':'send','ref':'s','room':'#lobby','id':3,'text':'late'}");
        assertThat(back.skipTo("error").get("code").asText()).isEqualTo("id-expired");
    }

    /** Somebody else's producer says nothing about what I have sent. */
    @Test
    void anotherSenderUnderTheSameProducerIsAnotherOne() {
        FrameClient ann = server.framed();
        hello(ann, "'name':'ann'");
        ann.join("#lobby");
        send(ann, 1, "hers");
        FrameClient eve = server.framed();
        hello(eve, "'name':'eve'");
        eve.join("#lobby");

        JsonNode sent = send(eve, 1, "not hers");

        assertThat(sent.has("duplicate")).isFalse();
        assertThat(sent.get("seq").asInt()).isEqualTo(2);
    }

    @Test
    void theTopicIsThereAfterARestart() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        ann.send("{'type':'topic','ref':'t','room':'#lobby','text':'what we do'}")
                .skipTo("topic");

        server.restart();

        assertThat(server.framed("ann").join("#lobby").get("topic").asText()).isEqualTo("what we do");
    }

    @Test
    void aRoomThatNobodyIsInIsThereAfterARestart() {
        FrameClient ann = server.framed("ann");
        ann.join("#attic");
        ann.say("#attic", "dust").skipTo("message");

        server.restart();

        FrameClient bob = server.framed("bob");
        bob.send("{'type':'rooms','ref':'r'}");
        assertThat(bob.next("rooms").get("rooms").findValuesAsText("room")).contains("#attic");
        bob.send("{'type':'history','ref':'h','room':'#attic','after':0,'limit':10}");
        JsonNode page = bob.next("page");
        assertThat(page.get("entries").findValuesAsText("text")).isEqualTo(List.of("dust"));
        assertThat(page.get("complete").asBoolean()).isTrue();
    }

    /** All of it comes, in order, while the room goes on; how long it takes is measured elsewhere. */
    @Test
    void whoWasAwayForAHundredThousandMessagesGetsThemAll() {
        int missed = 100_000;
        FrameClient ann = server.framed("ann");
        JsonNode joined = ann.join("#lobby");
        JsonNode seen = ann.say("#lobby", "last seen").skipTo("message");
        ann.send("{'type':'leave','ref':'l','room':'#lobby'}").skipTo("ok");
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");
        bob.sayNumbered("#lobby", missed, " missed");

        JsonNode again = joinAfter(ann, joined.get("epoch").asText(), seen);
        bob.sayNumbered("#lobby", 100, " live");

        assertThat(again.get("recovered").asBoolean()).isTrue();
        for (int i = 1; i <= missed + 100; i++) {
            JsonNode next = ann.next("message");
            assertThat(next.get("seq").asLong()).isEqualTo(seen.get("seq").asLong() + i);
            assertThat(next.get("text").asText()).isEqualTo(i <= missed ? i + " missed" : i - missed + " live");
        }
    }

    private static JsonNode hello(FrameClient client, String who) {
        client.send("{'type':'hello','protocol':1,'client':'it','producer':'" + PRODUCER + "'," + who + "}");
        return client.next("welcome");
    }

    private static JsonNode send(FrameClient client, long id, String text) {
        client.send("{'type':'send','ref':'s','room':'#lobby','id':" + id + ",'text':'" + text + "'}");
        return client.skipTo("sent");
    }

    private static JsonNode joinAfter(FrameClient client, String epoch, JsonNode seen) {
        client.send("{'type':'join','ref':'j','room':'#lobby','after':{'epoch':'" + epoch + "','seq':" + seen.get("seq")
                + ",'at':" + seen.get("at") + "}}");
        return client.next("joined");
    }
}
