// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.BackOff;
import chat.client.ChatOptions;
import chat.client.FakeServer;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.protocol.codec.EventCodec;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbsIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeServer server = new FakeServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @RepeatedTest(10)
    void anExportIsWholeThroughLostConnections() throws Exception {
        fill(950);
        AtomicInteger asked = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.History && asked.incrementAndGet() % 3 == 0) {
                if (asked.get() % 2 == 0) {
                    peer.handle(command);
                }
                peer.drop();
                return true;
            }
            return false;
        });

        assertThat(print().all()).isEqualTo(Ending.OK);

        assertThat(numbers()).isEqualTo(upTo(1, 950));
    }

    /** What is said meanwhile would make an export of a lively room one without an end. */
    @Test
    void anExportEndsWhereTheLogEndedWhenItBegan() throws Exception {
        fill(250);
        server.script((peer, command) -> {
            if (command instanceof Command.History) {
                server.say(LOBBY, "bert", "more");
            }
            return false;
        });

        assertThat(print().all()).isEqualTo(Ending.OK);

        assertThat(numbers()).isEqualTo(upTo(1, 250));
    }

    /** The numbers of the new log go on as if it were the old one. */
    @RepeatedTest(10)
    void anExportDoesNotMixTwoLogs() throws Exception {
        fill(950);
        AtomicInteger asked = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.History && asked.incrementAndGet() == 4) {
                server.newEpoch("e2");
                fill(950);
                peer.drop();
                return true;
            }
            return false;
        });

        Ending ending = print().all();

        assertThat(ending.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(ending.reason()).contains("another one");
        assertThat(numbers()).isEqualTo(upTo(1, 300));
    }

    @Test
    void whatIsForgottenDuringAnExportIsNoSilentHole() throws Exception {
        fill(500);
        AtomicInteger asked = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.History && asked.incrementAndGet() == 2) {
                server.trim(LOBBY, 150);
            }
            return false;
        });

        assertThat(print().all().code()).isEqualTo(ExitCode.INCOMPLETE);

        assertThat(numbers())
                .isEqualTo(LongStream.concat(LongStream.rangeClosed(1, 100), LongStream.rangeClosed(151, 500))
                        .boxed()
                        .toList());
    }

    @Test
    void whatWasForgottenBeforeIsNotAskedFor() throws Exception {
        fill(500);
        server.trim(LOBBY, 150);
        assertThat(print().all()).isEqualTo(Ending.OK);
        assertThat(numbers()).isEqualTo(upTo(151, 500));
        assertThat(print().from(new HistoryRange.After(149)).code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(print().from(new HistoryRange.After(150))).isEqualTo(Ending.OK);
        assertThat(print().last(351).code()).isEqualTo(ExitCode.INCOMPLETE);
        server.trim(LOBBY, 499);
        assertThat(print().last(1)).isEqualTo(Ending.OK);
    }

    @Test
    void historyHasThePartThatIsAskedFor() throws Exception {
        fill(330);
        assertThat(print().last(220)).isEqualTo(Ending.OK);
        assertThat(numbers()).isEqualTo(upTo(111, 330));

        out.reset();
        assertThat(print().from(new HistoryRange.At(1_700_000_000_000L + 299))).isEqualTo(Ending.OK);
        assertThat(numbers()).isEqualTo(upTo(300, 330));

        out.reset();
        assertThat(print().from(new HistoryRange.After(330))).isEqualTo(Ending.OK);
        assertThat(print().last(0)).isEqualTo(Ending.OK);
        assertThat(out.size()).isZero();
    }

    @Test
    void aRateLimitIsWaitedFor() throws Exception {
        fill(150);
        AtomicInteger asked = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.History && asked.incrementAndGet() == 2) {
                peer.tell(FakeServer.rejection(command, ErrorCode.RATE_LIMITED, 10L));
                return true;
            }
            return false;
        });
        assertThat(print().all()).isEqualTo(Ending.OK);
        assertThat(numbers()).isEqualTo(upTo(1, 150));
    }

    @Test
    void aServerThatStaysAwayIsATimeOut() throws Exception {
        fill(250);
        server.script((peer, command) -> {
            if (command instanceof Command.History) {
                server.refuse("gone");
                peer.drop();
                return true;
            }
            return false;
        });
        Ending ending = new LogPrint(options(), LOBBY, true, Duration.ofMillis(400), out).all();
        assertThat(ending.code()).isEqualTo(ExitCode.TIMED_OUT);
    }

    @Test
    void nobodyReadingEndsAnExport() throws Exception {
        fill(950);
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(new LogPrint(options(), LOBBY, true, PATIENCE, broken).all()).isEqualTo(Ending.BROKEN_PIPE);
        assertThat(server.received(Command.History.class)).hasSizeLessThan(3);
    }

    @Test
    void aFileIsThereOnlyWhenItIsWhole() throws Exception {
        fill(250);
        Path file = folder.resolve("lobby.jsonl");
        AtomicInteger asked = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.History && asked.incrementAndGet() == 2) {
                peer.tell(FakeServer.rejection(command, ErrorCode.FORBIDDEN, null));
                return true;
            }
            return false;
        });

        assertThat(new LogFile(file).write(options(), LOBBY, PATIENCE).code()).isEqualTo(ExitCode.REFUSED);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }

        assertThat(new LogFile(file).write(options(), LOBBY, PATIENCE)).isEqualTo(Ending.OK);
        assertThat(Files.readAllLines(file)).hasSize(250);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(new LogFile(file).write(options(), LOBBY, PATIENCE).code()).isEqualTo(ExitCode.USAGE);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void noMessageCanPassForAnotherEntry() throws Exception {
        server.say(LOBBY, "bert", "one\n2026-11-23 10:00:00 <root> two\u001b[31m");
        assertThat(new LogPrint(options(), LOBBY, false, PATIENCE, out).all()).isEqualTo(Ending.OK);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d <bert> one");
        assertThat(lines.get(1)).startsWith(" ".repeat(20) + "| 2026").doesNotContain("\u001b");
    }

    @Test
    void waitingEndsWithTheFirstNewMessageThatMatches() throws Exception {
        server.say(LOBBY, "bert", "deploy 1 done");
        CompletableFuture<Ending> waiting = waiting("deploy \\d+ done", new AccountName("BERT"));
        server.say(LOBBY, "bert", "deploy");
        server.say(LOBBY, "eve", "deploy 2 done");
        server.dropAll();
        server.say(LOBBY, "bert", "deploy 3 done");
        server.say(LOBBY, "bert", "deploy 4 done");

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Ending.OK);

        assertThat(numbers()).containsExactly(4L);
    }

    @Test
    void aMessageThatCannotBeDecidedIsToldAndHoldsUpNothing() throws Exception {
        CompletableFuture<Ending> waiting = waiting("(a+)+$|stop", null);
        server.say(LOBBY, "eve", "a".repeat(10_000) + "!");
        server.say(LOBBY, "bert", "stop");

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Ending.OK);

        assertThat(numbers()).containsExactly(2L);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("! the expression takes too long on message #1");
    }

    @Test
    void waitingHasAnEnd() throws Exception {
        Ending ending = new AwaitedMessage(options(), LOBBY, new MessagePattern("x"), null, true, out, err)
                .run(Duration.ofMillis(200));
        assertThat(ending.code()).isEqualTo(ExitCode.TIMED_OUT);
        server.stopListening();
        assertThat(new AwaitedMessage(options(), LOBBY, new MessagePattern("x"), null, true, out, err)
                        .run(PATIENCE)
                        .code())
                .isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void roomsAndMembersAreLines() throws Exception {
        server.say(LOBBY, "bert", "hello");
        assertThat(new Listing(options(), false, PATIENCE, out).rooms()).isEqualTo(Ending.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("#lobby\t");
        out.reset();
        assertThat(new Listing(options(), true, PATIENCE, out).members(LOBBY)).isEqualTo(Ending.OK);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.startsWith("{\"name\":") && line.endsWith("\"state\":\"online\"}"));
    }

    private CompletableFuture<Ending> waiting(String expression, AccountName from) {
        AwaitedMessage verb =
                new AwaitedMessage(options(), LOBBY, new MessagePattern(expression), from, true, out, err);
        CompletableFuture<Ending> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return verb.run(PATIENCE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> err.toString(StandardCharsets.UTF_8).contains("* waiting in #lobby"));
        return waiting;
    }

    private LogPrint print() {
        return new LogPrint(options(), LOBBY, true, PATIENCE, out);
    }

    private void fill(int count) {
        server.sayUnheard(
                LOBBY,
                "bert",
                IntStream.rangeClosed(1, count).mapToObj(i -> "m" + i).toList());
    }

    private static List<Long> upTo(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private List<Long> numbers() {
        EventCodec codec = new EventCodec();
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> ((LogEntry) codec.decode(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8))).seq())
                .toList();
    }

    private ChatOptions options() {
        return ChatOptions.to(server.address())
                .withBackOff(new BackOff(Duration.ofMillis(1), Duration.ofMillis(20)))
                .withName(new AccountName("anna"));
    }
}
