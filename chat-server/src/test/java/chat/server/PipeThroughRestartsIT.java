// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes into {@code chat-client send} on one side comes out of {@code chat-client tail --json} on the other, line by line,
 * while the server is restarted under both.
 */
class PipeThroughRestartsIT {

    private static final int LINES = 2_000;
    private static final int BETWEEN_RESTARTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final List<Process> clients = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process client : clients) {
            client.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(300)
    void aPipeLosesAndDoublesNothingThroughThreeRestarts() throws Exception {
        try (ServerProcess server = new ServerProcess(folder).start("limits.all=off")) {
            String address = server.address().toString();
            Path printed = folder.resolve("printed");
            client(printed, "tail", "--server", address, "--json", "--since", "#1");
            Process sending =
                    client(folder.resolve("sent"), "send", "--server", address, "--name", "ann", "--timeout", "90");
            Thread typing = new Thread(() -> type(sending), "typing");
            typing.start();

            for (int restart = 0; restart < 3; restart++) {
                assertThat(server.awaitCommitted(BETWEEN_RESTARTS, () -> !sending.isAlive()))
                        .as("still sending at restart " + restart)
                        .isTrue();
                if (restart == 1) {
                    server.kill();
                } else {
                    assertThat(server.stop()).isZero();
                }
                server.start("limits.all=off");
            }

            assertThat(sending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(sending.exitValue())
                    .as(Files.readString(folder.resolve("sent.err")))
                    .isZero();
            await().atMost(PATIENCE).until(() -> messages(printed).size() >= LINES);
            assertThat(messages(printed)).isEqualTo(lines());
            assertThat(server.errors()).isEmpty();
        }
    }

    private static List<String> lines() {
        return IntStream.rangeClosed(1, LINES).mapToObj(Integer::toString).toList();
    }

    private static void type(Process sending) {
        try (var in = sending.getOutputStream()) {
            in.write(
                    lines().stream().collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Its exit code says that it has ended before.
        }
    }

    /** The texts that were printed, of whole lines; fails if the numbers of the entries have a hole. */
    private static List<String> messages(Path printed) throws IOException {
        String text = Files.readString(printed);
        List<String> messages = new ArrayList<>();
        long seq = 0;
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            JsonNode entry = new ObjectMapper().readTree(line);
            assertThat(entry.path("seq").asLong()).isEqualTo(++seq);
            messages.add(entry.path("text").asText());
        }
        return messages;
    }

    private Process client(Path output, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Path.of("..", "chat-client", "target", "chat-client.jar").toString()));
        command.addAll(List.of(words));
        Process client = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve(output.getFileName() + ".err").toFile())
                .start();
        clients.add(client);
        return client;
    }
}
