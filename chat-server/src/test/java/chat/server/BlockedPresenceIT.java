// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is blocked does not see when whoever has blocked them comes and goes. */
class BlockedPresenceIT {

    private static final String OURS = "@ann,bob";
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.guests=allow");

    @Test
    void presenceInADirectRoomEndsAtABlock() {
        FrameClient ann = account("ann");
        FrameClient bob = account("bob");
        bob.join("#lobby");
        follow(bob);
        follow(ann);
        assertThat(seenUntil(bob, OURS, "online")).isNotEmpty();
        ann.send("{'type':'block','ref':'b','name':'bob'}");
        ann.skipTo("ok");
        ann.send("{'type':'leave','ref':'l','room':'" + OURS + "'}");
        ann.skipTo("ok");
        ann.join("#lobby");

        List<JsonNode> seen = new ArrayList<>(seenUntil(bob, "#lobby", "online"));
        ann.send("{'type':'leave','ref':'l','room':'#lobby'}");
        // By then all that was to be told of the leaving before it has been told.
        seen.addAll(seenUntil(bob, "#lobby", "offline"));
        assertThat(seen).noneMatch(each -> each.get("room").asText().equals(OURS));
        bob.send("{'type':'members','ref':'m','room':'" + OURS + "'}");
        assertThat(bob.skipTo("members").get("members")).hasSize(1);
    }

    /** What is told of presence up to that of ann in a room. */
    private static List<JsonNode> seenUntil(FrameClient client, String room, String state) {
        List<JsonNode> seen = new ArrayList<>();
        JsonNode event;
        do {
            event = client.skipTo("presence");
            seen.add(event);
        } while (!event.get("room").asText().equals(room)
                || !event.get("name").asText().equals("ann")
                || !event.get("state").asText().equals(state));
        return seen;
    }

    private static void follow(FrameClient client) {
        client.send("{'type':'join','ref':'j','room':'" + OURS + "'}");
        client.skipTo("joined");
    }

    private FrameClient account(String name) {
        FrameClient client = server.framed();
        client.send("{'type':'register','ref':'r','account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("ok");
        client.send(
                "{'type':'hello','protocol':1,'client':'it','account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("welcome");
        return client;
    }
}
