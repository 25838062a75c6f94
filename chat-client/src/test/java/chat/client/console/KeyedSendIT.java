// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.BackOff;
import chat.client.ChatOptions;
import chat.client.FakeServer;
import chat.client.state.KeyedSender;
import chat.client.state.StateFolder;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RoomName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent under a key, by as many processes as it takes, is stored once. */
class KeyedSendIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final FakeServer server = new FakeServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSecondAttemptFindsTheFirst() {
        server.say(LOBBY, "bert", "before");
        assertThat(delivery("k", true, PATIENCE).send("deployed")).isEqualTo(Ending.OK);
        assertThat(delivery("k", true, PATIENCE).send("deployed, says another text"))
                .isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("before", "deployed");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"seq\":2"))
                .satisfiesExactly(
                        first -> assertThat(first).doesNotContain("duplicate"),
                        second -> assertThat(second).contains("\"duplicate\":true"));
        assertThat(err.size()).isZero();
    }

    @Test
    void inPlainTextADuplicateIsANotice() {
        assertThat(delivery("k", false, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(err.size()).isZero();
        assertThat(delivery("k", false, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("* 1 of 1 message was stored by an earlier attempt\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void anotherKeyIsAnotherMessage() {
        assertThat(delivery("k", false, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(delivery("l", false, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("one", "one");
    }

    /** The acknowledgement never comes: the first process gives up, and the next one learns that it was stored. */
    @Test
    void anAttemptWithoutAnAnswerIsFoundAgain() {
        AtomicBoolean silent = new AtomicBoolean(true);
        server.script((peer, command) -> {
            if (command instanceof Command.Send send && silent.get()) {
                peer.store(send);
                return true;
            }
            return false;
        });
        assertThat(delivery("k", true, Duration.ofMillis(300)).send("one").code())
                .isEqualTo(ExitCode.TIMED_OUT);
        silent.set(false);
        assertThat(delivery("k", true, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("one");
    }

    /** Even an attempt that ends before its message has left must be known before that. */
    @Test
    void theProofIsKeptBeforeTheFirstMessageLeaves() throws Exception {
        AtomicBoolean keptBefore = new AtomicBoolean();
        server.script((peer, command) -> {
            if (command instanceof Command.Send) {
                keptBefore.set(proofs().size() == 1);
            }
            return false;
        });
        assertThat(delivery("k", true, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(keptBefore).isTrue();
        assertThat(Files.readString(proofs().get(0))).isEqualTo("resume-guest1");
    }

    @Test
    void whatCannotBeKeptIsNotSent() throws Exception {
        Files.createFile(folder.resolve("send"));
        Ending ending = delivery("k", true, PATIENCE).send("one");
        assertThat(ending.code()).isEqualTo(ExitCode.FORGOTTEN);
        assertThat(server.texts(LOBBY)).isEmpty();
    }

    @RepeatedTest(5)
    void anInputIsSentAgainFromItsBeginning() {
        AtomicBoolean breaking = new AtomicBoolean(true);
        server.script((peer, command) -> {
            boolean gone = command instanceof Command.Send send && send.id() > 30 && breaking.get();
            return gone;
        });
        String input = IntStream.range(0, 50).mapToObj(i -> "m" + i + "\n\n").collect(Collectors.joining());
        assertThat(delivery("k", false, Duration.ofMillis(300))
                        .sendLines(input(input))
                        .code())
                .isEqualTo(ExitCode.TIMED_OUT);
        breaking.set(false);
        assertThat(delivery("k", false, PATIENCE).sendLines(input(input))).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY))
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("* 15 of 50 messages were stored by an earlier attempt\n");
        // Every second line is empty and counts.
        assertThat(server.received(Command.Send.class))
                .last()
                .satisfies(send -> assertThat(send.id()).isEqualTo(99));
    }

    /** What lies more than 1,024 messages back the server does not remember singly: it was settled by an earlier attempt. */
    @Test
    void whatTheServerHasForgottenWasSettled() {
        server.script((peer, command) -> {
            if (command instanceof Command.Send send && send.id() <= 2) {
                peer.tell(FakeServer.rejection(command, ErrorCode.ID_EXPIRED, null));
                return true;
            }
            return false;
        });
        assertThat(delivery("k", false, PATIENCE).sendLines(input("a\nb\nc\n"))).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("c");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("* 2 of 3 messages were stored by an earlier attempt\n");
    }

    @Test
    void aServerThatForgotIsNotSentTheMessageTwice() throws Exception {
        assertThat(delivery("k", true, PATIENCE).send("one")).isEqualTo(Ending.OK);
        server.forgetSenders();
        Ending ending = delivery("k", true, PATIENCE).send("one");
        assertThat(ending.code()).isEqualTo(ExitCode.FORGOTTEN);
        assertThat(ending.reason()).contains("--force");
        assertThat(server.texts(LOBBY)).containsExactly("one");

        sender("k").forget();
        assertThat(delivery("k", true, PATIENCE).send("one")).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("one", "one");
    }

    /** Two at once: whoever comes later takes the place of the other, and the message is there once. */
    @RepeatedTest(10)
    void twoAtOnceAreTheSameMessage() throws Exception {
        List<CompletableFuture<Ending>> endings = Stream.of(1, 2, 3)
                .map(i -> CompletableFuture.supplyAsync(
                        () -> delivery("k", true, PATIENCE).send("one"), task -> new Thread(task).start()))
                .toList();
        boolean stored = false;
        for (CompletableFuture<Ending> ending : endings) {
            Ending reached = ending.get(30, TimeUnit.SECONDS);
            stored |= reached.equals(Ending.OK);
            assertThat(reached.code()).isIn(ExitCode.OK, ExitCode.LOST);
        }
        assertThat(stored).isTrue();
        assertThat(server.texts(LOBBY)).containsExactly("one");
    }

    private Delivery delivery(String key, boolean json, Duration patience) {
        ChatOptions options =
                ChatOptions.to(server.address()).withBackOff(new BackOff(Duration.ofMillis(5), Duration.ofMillis(50)));
        return new Delivery(options, sender(key), LOBBY, json, patience, out, err);
    }

    private KeyedSender sender(String key) {
        return new KeyedSender(new StateFolder(folder), server.address(), null, LOBBY, key, Clock.systemUTC());
    }

    private List<Path> proofs() {
        try (Stream<Path> files = Files.list(folder.resolve("send"))) {
            return files.toList();
        } catch (java.io.IOException e) {
            return List.of();
        }
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
