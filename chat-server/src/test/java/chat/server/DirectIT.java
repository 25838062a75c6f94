// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Direct messages over sockets, in both dialects, over restarts. */
class DirectIT {

    private static final String HELLO = "'type':'hello','protocol':1,'client':'it'";
    private static final String PASSWORD = "correct horse";
    private static final String OURS = "@ann,bob";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.guests=allow");

    @Test
    void whoDoesNotFollowIsToldOnceAndGetsItAllByJoining() {
        FrameClient bob = account("bob");
        FrameClient ann = account("Ann");
        ann.send("{'type':'direct','ref':'d','name':'BOB'}");
        assertThat(ann.skipTo("joined").get("room").asText()).isEqualTo(OURS);
        ann.say(OURS, "one");
        ann.say(OURS, "two");

        JsonNode direct = bob.skipTo("direct");
        assertThat(direct.get("room").asText()).isEqualTo(OURS);
        assertThat(direct.get("name").asText()).isEqualTo("Ann");
        assertThat(direct.get("seen").asInt()).isZero();
        bob.send("{'type':'ping','ref':'p'}");
        bob.next("pong");
        bob.send("{'type':'join','ref':'j','room':'" + OURS + "','after':{'epoch':'"
                + direct.get("epoch").asText() + "','seq':0}}");
        assertThat(bob.skipTo("joined").get("recovered").asBoolean()).isTrue();
        assertThat(bob.skipTo("message").get("text").asText()).isEqualTo("one");
        assertThat(bob.skipTo("message").get("text").asText()).isEqualTo("two");
        ann.say(OURS, "three");
        assertThat(bob.skipTo("message").get("text").asText())
                .as("and what is followed is not told besides")
                .isEqualTo("three");
    }

    @Test
    void whatWasSaidWhileSomebodyWasAwayIsThereAfterARestartWithoutAHole() {
        account("bob");
        FrameClient bob = signIn("bob");
        FrameClient ann = account("ann");
        ann.send("{'type':'direct','ref':'d','name':'bob'}");
        ann.skipTo("joined");
        ann.say(OURS, "before");
        JsonNode told = bob.skipTo("direct");
        bob.send("{'type':'direct','ref':'d','name':'ann'}");
        bob.skipTo("joined");
        JsonNode before = bob.skipTo("message");
        bob.send("{'type':'quit'}");
        bob.skipTo("goodbye");
        for (int i = 1; i <= 50; i++) {
            ann.say(OURS, "away " + i);
            ann.skipTo("sent");
        }

        server.restart();

        FrameClient again = signIn("bob");
        JsonNode direct = again.skipTo("direct");
        assertThat(direct.get("head").asInt()).isEqualTo(51);
        assertThat(direct.get("seen").asInt()).isLessThanOrEqualTo(1);
        again.send("{'type':'rooms','ref':'r'}");
        JsonNode row = again.skipTo("rooms").get("rooms").get(0);
        assertThat(row.get("direct").asText()).isEqualTo("ann");
        assertThat(row.get("head").asInt()).isEqualTo(51);
        again.send("{'type':'join','ref':'j','room':'" + OURS + "','after':{'epoch':'"
                + told.get("epoch").asText() + "','seq':" + before.get("seq") + ",'at':" + before.get("at") + "}}");
        assertThat(again.skipTo("joined").get("recovered").asBoolean()).isTrue();
        for (int i = 1; i <= 50; i++) {
            assertThat(again.skipTo("message").get("text").asText()).isEqualTo("away " + i);
        }
    }

    @Test
    void whoFollowsItIsNotToldAgainOfWhatTheyWereSent() {
        account("bob");
        FrameClient ann = account("ann");
        ann.send("{'type':'send','ref':'s','room':'" + OURS + "','text':'hello'}");
        ann.skipTo("sent");
        FrameClient bob = signIn("bob");
        bob.skipTo("direct");
        bob.send("{'type':'direct','ref':'d','name':'ann'}");
        bob.skipTo("message");
        // Before they leave, all that was sent has left the server.
        bob.send("{'type':'ping','ref':'p'}");
        bob.skipTo("pong");
        bob.send("{'type':'leave','ref':'l','room':'" + OURS + "'}");
        bob.skipTo("ok");

        server.restart();

        FrameClient again = signIn("bob");
        again.send("{'type':'ping','ref':'p'}");
        assertThat(again.next().get("type").asText()).isEqualTo("pong");
    }

    @Test
    void toEverybodyElseThereIsNothing() {
        FrameClient ann = account("ann");
        account("bob");
        FrameClient eve = account("eve");
        FrameClient guest = server.framed("visitor");
        ann.send("{'type':'send','ref':'s','room':'" + OURS + "','text':'between us'}");
        ann.skipTo("sent");
        for (FrameClient outsider : new FrameClient[] {eve, guest}) {
            for (String command : new String[] {
                "'type':'join','room':'%s'",
                "'type':'join','room':'%s','follow':true",
                "'type':'history','room':'%s','limit':9",
                "'type':'members','room':'%s'",
                "'type':'send','room':'%s','text':'x'"
            }) {
                outsider.send("{'ref':'1'," + command.formatted(OURS) + "}");
                JsonNode answer = outsider.next("error");
                outsider.send("{'ref':'1'," + command.formatted("@nobody,none") + "}");
                assertThat(answer.toString())
                        .isEqualTo(outsider.next("error").toString().replace("@nobody,none", OURS));
            }
            outsider.send("{'type':'rooms','ref':'r'}");
            assertThat(outsider.next("rooms").toString()).doesNotContain("ann");
        }
    }

    @Test
    void aBlockHoldsOnEveryConnectionAndAfterARestart() {
        FrameClient ann = account("ann");
        FrameClient bob = account("bob");
        FrameClient bobElsewhere = signIn("bob");
        bob.send("{'type':'direct','ref':'d','name':'ann'}");
        bob.skipTo("joined");
        ann.send("{'type':'block','ref':'b','name':'bob'}");
        ann.next("ok");
        for (FrameClient blocked : new FrameClient[] {bob, bobElsewhere}) {
            blocked.send("{'type':'send','ref':'s','room':'" + OURS + "','text':'hear me'}");
            assertThat(blocked.skipTo("error").get("code").asText()).isEqualTo("blocked");
        }

        server.restart();

        FrameClient again = signIn("bob");
        again.send("{'type':'send','ref':'s','room':'" + OURS + "','text':'hear me'}");
        assertThat(again.next("error").get("code").asText()).isEqualTo("blocked");
        FrameClient annAgain = signIn("ann");
        annAgain.send("{'type':'blocks','ref':'l'}");
        assertThat(annAgain.next("blocks").get("blocks").toString()).isEqualTo("[{\"name\":\"bob\"}]");
        annAgain.send("{'type':'unblock','ref':'u','name':'bob'}");
        annAgain.next("ok");
        again.send("{'type':'send','ref':'s','room':'" + OURS + "','text':'hear me'}");
        again.skipTo("sent");
        assertThat(annAgain.skipTo("direct").get("head").asInt()).isEqualTo(1);
    }

    @Test
    void peopleWhoTypeHearItBesideTheirRoomAndWhatCameWhileTheyWereAway() {
        account("ann");
        account("bob");
        LineClient ann = typing("ann");
        ann.type("/msg bob are you there?");
        ann.skipTo("*ann to bob* are you there?");
        ann.type("/msg bob second");
        ann.skipTo("*ann to bob* second");

        LineClient bob = typing("bob");
        bob.skipTo("*ann to bob* are you there?");
        bob.skipTo("*ann to bob* second");
        bob.type("/msg ann yes");
        ann.skipTo("*bob to ann* yes");
        bob.type("to all");
        ann.skipTo("<bob> to all");
        bob.type("/join #elsewhere");
        bob.skipTo("* you are in #elsewhere");
        ann.type("/msg bob still?");
        bob.skipTo("*ann to bob* still?");
        bob.type("/block ann");
        bob.skipTo("* no direct messages between you and ann any more");
        ann.type("/msg bob and now?");
        ann.skipTo("* error blocked: bob takes no direct messages from you");
        bob.type("/blocks");
        bob.skipTo("* you have blocked ann");
        bob.type("/msg ann");
        bob.skipTo("* 4 from the history of @ann,bob");
    }

    private LineClient typing(String name) {
        LineClient client = server.text();
        client.arrive();
        client.type("/login " + name + " " + PASSWORD);
        // What was said while they were away comes before they are in the room, or after that.
        client.skipTo("* welcome to ");
        return client;
    }

    private FrameClient account(String name) {
        FrameClient client = server.framed();
        client.send("{'type':'register','ref':'r','account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("ok");
        return hello(client, name);
    }

    private FrameClient signIn(String name) {
        return hello(server.framed(), name);
    }

    private static FrameClient hello(FrameClient client, String name) {
        client.send("{" + HELLO + ",'account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("welcome");
        return client;
    }
}
