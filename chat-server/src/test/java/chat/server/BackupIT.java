// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with the data of a server, and what its clients see of it. */
class BackupIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off");

    @TempDir
    private Path temp;

    @Test
    void afterARestoreAPositionIsNotRecoveredAndTheLogIsThatOfTheBackup() throws IOException {
        FrameClient ann = server.framed("ann");
        String epoch = ann.join("#lobby").get("epoch").asText();
        ann.sayNumbered("#lobby", 50, " before");
        assertThat(command("backup", temp.resolve("b.db").toString()))
                .matches("backed up 50 messages in 1 rooms \\(\\d+\\.\\d MiB\\) to .*b\\.db in \\d+\\.\\d s\\R");
        ann.sayNumbered("#lobby", 50, " after");
        ann.close();

        server.stop();
        assertThat(command("restore", temp.resolve("b.db").toString()).lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("restored 50 messages in 1 rooms ");
        server.start();

        FrameClient bob = server.framed("bob");
        bob.send("{'type':'join','ref':'j','room':'#lobby','after':{'epoch':'" + epoch + "','seq':20}}");
        JsonNode joined = bob.next("joined");
        assertThat(joined.get("recovered").asBoolean()).isFalse();
        assertThat(joined.get("epoch").asText()).isNotEqualTo(epoch);
        assertThat(joined.get("head").asInt()).isEqualTo(50);
        bob.messages(20);
        bob.say("#lobby", "goes on").skipTo("sent");
        assertThat(bob.skipTo("message").get("seq").asInt()).isEqualTo(51);
    }

    @Test
    void anExportHasTheEntriesAsTheProtocolShowsThem() throws IOException {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        ann.join("#ops");
        ann.sayNumbered("#ops", 30, " Grüße \\\\ \\\" \\n 🚀");
        ann.send("{'type':'topic','ref':'t','room':'#ops','text':'the topic'}").skipTo("ok");
        ann.send("{'type':'history','ref':'h','room':'#ops','after':0,'limit':100}");
        List<JsonNode> shown = new ArrayList<>();
        ann.skipTo("page").get("entries").forEach(shown::add);
        Path file = temp.resolve("ops.jsonl");

        command("export", "--room", "#OPS", "--out", file.toString());

        List<JsonNode> exported = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            exported.add(JSON.readTree(line));
        }
        assertThat(exported).hasSize(31).isEqualTo(shown);
    }

    /** Runs a command with the server's settings, and gives its output. */
    private String command(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String data = "store.path=" + server.config().store().path();
        int code = Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        Stream.concat(Stream.of(args), Stream.of("--set", data)).toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
