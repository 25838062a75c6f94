// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see of entries that a room did not have to keep. */
class RetentionIT {

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off", "rooms.tail-entries=1");

    @Test
    void whereTheLogHasBeenTrimmedAGapSaysSo() throws IOException {
        FrameClient ann = server.framed("ann");
        String epoch = ann.join("#lobby").get("epoch").asText();
        ann.sayNumbered("#lobby", 30, "");
        ann.close();
        server.stop();
        server.with("rooms.keep-entries=10").start();
        FrameClient bob = server.framed("bob");
        await().until(() -> firstKept(bob) == 21);

        bob.send("{'type':'join','ref':'j','room':'#lobby','after':{'epoch':'" + epoch + "','seq':5}}");

        assertThat(bob.next("joined").get("recovered").asBoolean()).isFalse();
        JsonNode gap = bob.next("gap");
        assertThat(gap.get("from").asInt()).isEqualTo(6);
        assertThat(gap.get("to").asInt()).isEqualTo(20);
        assertThat(bob.messages(10).get(0).get("seq").asInt()).isEqualTo(21);
        bob.send("{'type':'history','ref':'h','room':'#lobby','before':25,'limit':100}");
        JsonNode page = bob.skipTo("page");
        assertThat(page.get("complete").asBoolean()).isFalse();
        assertThat(page.get("entries")).hasSize(4);
    }

    private static int firstKept(FrameClient client) {
        client.send("{'type':'history','ref':'h','room':'#lobby','after':0,'limit':1}");
        return client.skipTo("page").get("entries").get(0).get("seq").asInt();
    }
}
