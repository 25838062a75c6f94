// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.BackOff;
import chat.client.ChatClient;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ServerAddress;
import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bots of docs/BOTS.md, run as the page says: from their source, with the client's jar. */
@Timeout(180)
class BotsIT {

    private static final RoomName ROOM = new RoomName("#bots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SOURCES = Path.of("src", "test", "java", "chat", "bots");

    @RegisterExtension
    private final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.registration=open");

    @TempDir
    private Path folder;

    private final List<Process> bots = new ArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process bot : bots) {
            bot.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EchoBot", "DeployBot", "OnCallBot"})
    void thePageHasWhatIsCompiledHere(String bot) throws IOException {
        String source = Files.readString(SOURCES.resolve(bot + ".java"));
        assertThat(Files.readString(Path.of("..", "docs", "BOTS.md"))).contains("```java\n" + source + "```\n");
        assertThat(source.lines()).hasSizeLessThan(40);
    }

    @Test
    void theEchoAnswersOnceAlsoAfterARestart() throws Exception {
        try (ChatClient ann = listening()) {
            ann.send(ROOM, "!echo too early");
            start("EchoBot");
            await().atMost(PATIENCE).until(() -> present(ann, "echo"));

            ann.send(ROOM, "!echo one");
            await().atMost(PATIENCE).until(() -> said.contains("ann: one"));
            server.restart();
            ann.send(ROOM, "!echo two");
            await().atMost(PATIENCE).until(() -> said.contains("ann: two"));

            assertThat(said).filteredOn(text -> text.startsWith("ann: ")).containsExactly("ann: one", "ann: two");
        }
    }

    @Test
    void aDeploymentIsAnnouncedOnceHoweverOftenItIsRun() throws Exception {
        ChatClient.register(options(), new AccountName("shipper"), new Secret("correct horse"), null)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (ChatClient ann = listening()) {
            for (String input : List.of("1842 shop 1.4.2 is live\n", "1842 shop 1.4.2 is live\n1843 web 7 is live\n")) {
                Process bot = start("DeployBot", "shipper");
                bot.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
                bot.getOutputStream().close();
                assertThat(bot.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(bot.exitValue()).as(output(bot)).isZero();
            }
            await().atMost(PATIENCE).until(() -> said.contains("web 7 is live"));
            assertThat(said).containsExactly("shop 1.4.2 is live", "web 7 is live");
            assertThat(output(bots.get(1))).containsSubsequence("duplicate=true", "duplicate=false");
        }
    }

    @Test
    void whatIsPostedIsSaidBeforeItIsAnswered() throws Exception {
        try (ChatClient ann = listening()) {
            Process bot = start("OnCallBot", "0");
            Pattern listening = Pattern.compile("listening on port (\\d+)");
            await().atMost(PATIENCE).until(() -> listening.matcher(output(bot)).find());
            Matcher port = listening.matcher(output(bot));
            assertThat(port.find()).isTrue();
            URI hook = URI.create("http://127.0.0.1:" + port.group(1) + "/");
            HttpClient http = HttpClient.newHttpClient();

            assertThat(post(http, hook, "disk full on db1")).isEqualTo(204);
            assertThat(post(http, hook, "")).isEqualTo(422);

            await().atMost(PATIENCE).until(() -> said.contains("disk full on db1"));
            assertThat(said).hasSize(1);
        }
    }

    private static int post(HttpClient http, URI hook, String text) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(hook).POST(BodyPublishers.ofString(text)).build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static boolean present(ChatClient ann, String name) throws Exception {
        return ann.members(ROOM).toCompletableFuture().get(10, TimeUnit.SECONDS).stream()
                .anyMatch(member -> member.name().equals(new AccountName(name)));
    }

    private Process start(String bot, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("..", "chat-client", "target", "chat-client.jar").toString(),
                SOURCES.resolve(bot + ".java").toString(),
                "127.0.0.1:" + server.address().getPort(),
                ROOM.value()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CHAT_PASSWORD", "correct horse");
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + bots.size()).toFile());
        Process process = builder.start();
        bots.add(process);
        return process;
    }

    private String output(Process bot) throws IOException {
        return Files.readString(folder.resolve("output-" + bots.indexOf(bot)));
    }

    private ChatClient listening() throws Exception {
        ChatClient ann = ChatClient.connect(options().withName(new AccountName("ann")), new ChatListener() {
            @Override
            public void onEntry(LogEntry entry) {
                if (entry.event() instanceof RoomEvent.Message message) {
                    said.add(message.text());
                }
            }
        });
        ann.join(ROOM).toCompletableFuture().get(10, TimeUnit.SECONDS);
        return ann;
    }

    private ChatOptions options() {
        return ChatOptions.to(new ServerAddress("127.0.0.1", server.address().getPort()))
                .withBackOff(new BackOff(Duration.ofMillis(10), Duration.ofMillis(100)));
    }
}
