// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is invited into a room is told so, and nobody else. */
class InvitesIT {

    private static final String HELLO = "'type':'hello','protocol':1,'client':'it'";
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.guests=allow");

    @Test
    void everyConnectionOfTheInvitedIsTold() {
        FrameClient alice = keeperOfSecret();
        FrameClient bobby = account("bobby");
        FrameClient mallory = account("mallory");
        LineClient typing = server.text();
        typing.arrive();
        typing.type("/login bobby " + PASSWORD);
        typing.skipTo("* welcome to ");

        assertThat(invite(alice, "Bobby").has("message")).isFalse();

        JsonNode told = bobby.next("invited");
        assertThat(told.get("room").asText()).isEqualTo("#secret");
        assertThat(told.get("by").asText()).isEqualTo("alice");
        typing.skipTo("* alice invites you to #secret: /join #secret");
        assertNotTold(mallory);
        bobby.join("#secret");
    }

    @Test
    void whoIsInTheRoomNeedNotBeTold() {
        FrameClient alice = keeperOfSecret();
        FrameClient bobby = account("bobby");
        invite(alice, "bobby");
        bobby.next("invited");
        bobby.join("#secret");
        FrameClient carol = account("carol");
        invite(alice, "carol");
        carol.next("invited");
        invite(alice, "bobby");
        // Those who are in it see the entry, as ever.
        assertThat(bobby.skipTo("moderated").get("name").asText()).isEqualTo("bobby");
        assertThat(bobby.skipTo("moderated").get("name").asText()).isEqualTo("carol");
        assertThat(bobby.next("moderated").get("name").asText())
                .as("and nothing else")
                .isEqualTo("bobby");
        assertNotTold(bobby);
    }

    @Test
    void nobodyHearsOfTheInvitationsOfSomebodyBlocked() {
        FrameClient alice = keeperOfSecret();
        FrameClient bobby = account("bobby");
        bobby.send("{'type':'block','ref':'b','name':'alice'}");
        bobby.next("ok");

        assertThat(invite(alice, "bobby").has("message"))
                .as("and alice does not learn of it")
                .isFalse();

        assertNotTold(bobby);
        bobby.join("#secret");
    }

    @Test
    void aNameThatNobodyHasIsSaidToBeSo() {
        FrameClient alice = keeperOfSecret();
        assertThat(invite(alice, "bobbi").get("message").asText())
                .isEqualTo("nobody has registered the name bobbi yet; who does may come in");
        FrameClient bobbi = account("bobbi");
        bobbi.join("#secret");
    }

    private FrameClient keeperOfSecret() {
        FrameClient alice = account("alice");
        alice.join("#secret");
        alice.send("{'type':'configure','ref':'c','room':'#secret','access':'private'}");
        alice.skipTo("ok");
        return alice;
    }

    private FrameClient account(String name) {
        FrameClient client = server.framed();
        client.send("{'type':'register','ref':'r','account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("ok");
        client.send("{" + HELLO + ",'account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("welcome");
        return client;
    }

    private static JsonNode invite(FrameClient by, String name) {
        by.send("{'type':'moderate','ref':'i','room':'#secret','measure':'invite','name':'" + name + "'}");
        return by.skipTo("ok");
    }

    private static void assertNotTold(FrameClient client) {
        client.send("{'type':'ping','ref':'p'}");
        client.next("pong");
    }
}
