// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rooms that are kept by somebody, over sockets. */
class RoomsIT {

    private static final String HELLO = "'type':'hello','protocol':1,'client':'it'";
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.guests=allow");

    @Test
    void whoIsKickedIsOutOnEveryConnectionAndToldSo() {
        FrameClient olga = account("olga");
        FrameClient mia = account("mia");
        FrameClient miaElsewhere = signIn("mia");
        olga.join("#plans");
        mia.join("#plans");
        miaElsewhere.join("#plans");
        olga.say("#plans", "is everybody here?");
        // Whoever still reads the log when they are taken out is told that, but not shown the entry.
        mia.skipTo("message");
        miaElsewhere.skipTo("message");

        olga.send("{'type':'moderate','ref':'k','room':'#plans','measure':'kick','name':'mia','reason':'noise'}");

        for (FrameClient out : new FrameClient[] {mia, miaElsewhere}) {
            JsonNode entry = out.skipTo("moderated");
            assertThat(entry.get("measure").asText()).isEqualTo("kick");
            assertThat(entry.get("reason").asText()).isEqualTo("noise");
            JsonNode removed = out.skipTo("removed");
            assertThat(removed.get("code").asText()).isEqualTo("forbidden");
            assertThat(removed.get("message").asText()).isEqualTo("olga kicked you from #plans: noise");
            assertThat(removed.get("by").asText()).isEqualTo("olga");
            assertThat(removed.get("reason").asText()).isEqualTo("noise");
        }
        olga.skipTo("ok");
        olga.say("#plans", "now we are alone");
        olga.skipTo("sent");
        mia.send("{'type':'send','ref':'s','room':'#plans','text':'still here?'}");
        assertThat(mia.next("error").get("code").asText())
                .as("and nothing that was said since has come")
                .isEqualTo("not-joined");
    }

    @Test
    void aRoomThatBecomesPrivateKeepsItsMembersOnly() {
        FrameClient olga = account("olga");
        FrameClient mia = account("mia");
        FrameClient guest = server.framed("visitor");
        olga.join("#plans");
        mia.join("#plans");
        guest.join("#plans");

        olga.send("{'type':'configure','ref':'c','room':'#plans','access':'private'}");

        JsonNode removed = guest.skipTo("removed");
        assertThat(removed.get("code").asText()).isEqualTo("not-invited");
        assertThat(removed.get("message").asText()).isEqualTo("#plans is private, and you are not invited");
        assertThat(removed.has("by")).isFalse();
        olga.skipTo("ok");
        olga.say("#plans", "between us");
        assertThat(mia.skipTo("message").get("text").asText()).isEqualTo("between us");
        guest.send("{'type':'history','ref':'h','room':'#plans','limit':10}");
        assertThat(guest.next("error").get("code").asText()).isEqualTo("no-such-room");
        guest.send("{'type':'rooms','ref':'r'}");
        assertThat(guest.next("rooms").toString()).doesNotContain("#plans");
    }

    @Test
    void whatWasDecidedHoldsAfterARestart() {
        FrameClient olga = account("olga");
        account("mia").join("#plans");
        // Whoever comes first is the owner.
        assertThat(olga.join("#plans").get("head").asInt()).isEqualTo(2);
        FrameClient mia = signIn("mia");
        mia.send("{'type':'configure','ref':'1','room':'#plans','access':'private','slowSeconds':7}");
        mia.next("ok");
        mia.send("{'type':'moderate','ref':'2','room':'#plans','measure':'ban','name':'olga','seconds':86400}");
        mia.next("ok");

        server.restart();

        FrameClient again = signIn("olga");
        again.send("{'type':'join','ref':'j','room':'#plans'}");
        assertThat(again.nextCode()).isEqualTo("banned");
        FrameClient owner = signIn("mia");
        owner.join("#plans");
        assertThat(owner.skipTo("configured").get("slowSeconds").asInt()).isEqualTo(7);
        owner.send("{'type':'moderate','ref':'3','room':'#plans','measure':'unban','name':'olga'}");
        owner.skipTo("ok");
        again.send("{'type':'join','ref':'j','room':'#plans'}");
        assertThat(again.nextCode()).isEqualTo("not-invited");
    }

    @Test
    void aPersonWithATextTerminalSeesWhatIsDecided() {
        FrameClient olga = account("olga");
        olga.join("#plans");
        LineClient ann = server.text();
        ann.arrive();
        ann.type("/join #plans");
        olga.send("{'type':'moderate','ref':'m','room':'#plans','measure':'mute','name':'max','seconds':60}");
        ann.skipTo("* olga muted max until ");
        ann.type("/ban olga");
        assertThat(ann.next()).startsWith("* error sign-in-required: ");
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
