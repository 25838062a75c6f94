// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.BackOff;
import chat.client.ChatOptions;
import chat.client.FakeServer;
import chat.client.ServerAddress;
import chat.protocol.codec.EventCodec;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PipesIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeServer server = new FakeServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    @RepeatedTest(10)
    void aPipeSaysItsLinesAndEndsWhenTheyAreStored() throws Exception {
        Ending ending = console("one\n\n/who\n//slash\nlast without an end").run();

        assertThat(ending).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("one", "/slash", "last without an end");
        assertThat(out()).contains("<anna> one", "* #lobby: anna", "<anna> /slash", "<anna> last without an end");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
        assertThat(err.size()).isZero();
    }

    @Test
    void aPipeGoesOnInTheRoomThatItJoined() throws Exception {
        assertThat(console("one\n/join other\ntwo\n/quit\nthree\n").run()).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).containsExactly("one");
        assertThat(server.texts(new RoomName("#other"))).containsExactly("two");
    }

    @Test
    void noServerIsAnEndAtOnce() throws Exception {
        server.stopListening();
        Ending ending = console("one\n").run();
        assertThat(ending.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ending.reason()).contains("connection refused");
    }

    @Test
    void aRefusalHasItsOwnCode() throws Exception {
        server.refuse("full");
        assertThat(console("one\n").run()).isEqualTo(new Ending(ExitCode.REFUSED, "the server refused: full"));
    }

    @Test
    void aGoodbyeForGoodHasItsOwnCode() throws Exception {
        server.script((peer, command) -> {
            if (command instanceof Command.Send) {
                peer.goodbye(4503, "replaced", null);
                return true;
            }
            return false;
        });
        assertThat(console("one\n").run().code()).isEqualTo(ExitCode.LOST);
    }

    @Test
    void anEndThatIsNotReachedInTimeHasItsOwnCode() throws Exception {
        server.script((peer, command) -> command instanceof Command.Send);
        PipedConsole console = new PipedConsole(
                new ConsoleSetup(options(), LOBBY, null, null), input("one\n"), out, err, Duration.ofMillis(300));
        assertThat(console.run().code()).isEqualTo(ExitCode.TIMED_OUT);
    }

    @Test
    void nobodyReadingIsAQuietEnd() throws Exception {
        PipedOutputStream endless = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(endless);
        PipedConsole console =
                new PipedConsole(new ConsoleSetup(options(), LOBBY, null, null), in, broken(), err, PATIENCE);
        assertThat(console.run()).isEqualTo(Ending.BROKEN_PIPE);
        assertThat(err.size()).isZero();
    }

    @RepeatedTest(10)
    void linesKeepTheirOrderThroughBrokenConnections() {
        AtomicInteger sends = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Send send && sends.incrementAndGet() % 90 == 0) {
                peer.store(send);
                peer.drop();
                return true;
            }
            return false;
        });
        List<String> lines = IntStream.range(0, 400).mapToObj(i -> "m" + i).toList();

        Ending ending = delivery(false).sendLines(input(String.join("\n", lines) + "\n"));

        assertThat(ending).isEqualTo(Ending.OK);
        assertThat(server.texts(LOBBY)).isEqualTo(lines);
        assertThat(out.size()).isZero();
    }

    @Test
    void sendingTellsItsAnswersAsJson() {
        assertThat(delivery(true).send("two\nlines")).isEqualTo(Ending.OK);
        assertThat(events())
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Sent.class, sent -> assertThat(sent.seq()).isEqualTo(1));
    }

    @Test
    void aRefusedMessageIsTold() {
        server.script((peer, command) -> {
            if (command instanceof Command.Send) {
                peer.tell(FakeServer.rejection(command, ErrorCode.TEXT_TOO_LONG, null));
                return true;
            }
            return false;
        });
        assertThat(delivery(true).send("x").code()).isEqualTo(ExitCode.REFUSED);
        assertThat(events()).singleElement().isInstanceOf(Event.Rejected.class);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("! message 1: refused by the script\n");
    }

    @Test
    void aTailOfJsonParses() throws Exception {
        IntStream.range(0, 30).forEach(i -> server.say(LOBBY, "bert", "m" + i + "\n\u001b[31m"));

        assertThat(tail(5, false, true, out).run(PATIENCE)).isEqualTo(Ending.OK);

        assertThat(events()).hasSize(5).allMatch(LogEntry.class::isInstance);
        assertThat(((LogEntry) events().get(4)).seq()).isEqualTo(30);
    }

    /** A server gives one page at a join, here of 100. */
    @Test
    void aTailGoesBackFurtherThanAPage() throws Exception {
        IntStream.rangeClosed(1, 950).forEach(i -> server.say(LOBBY, "bert", "m" + i));

        assertThat(tail(730, false, false, out).run(PATIENCE)).isEqualTo(Ending.OK);

        assertThat(out().stream().filter(line -> line.startsWith("<")).toList())
                .isEqualTo(IntStream.rangeClosed(221, 950)
                        .mapToObj(i -> "<bert> m" + i)
                        .toList());
        assertThat(err.size()).isZero();
    }

    /** What was on its way behind a line that the rate limit put off was stored before it. */
    @Test
    void linesThatAreSentKeepTheirOrderWhenTheServerPutsSomeOff() {
        AtomicInteger sends = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Send && sends.incrementAndGet() % 7 == 3) {
                peer.tell(FakeServer.rejection(command, ErrorCode.RATE_LIMITED, 5L));
                return true;
            }
            return false;
        });
        String input = IntStream.range(0, 60).mapToObj(i -> "m" + i + "\n").collect(Collectors.joining());
        Delivery delivery = new Delivery(ChatOptions.to(server.address()), null, LOBBY, false, PATIENCE, out, err);

        assertThat(delivery.sendLines(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Ending.OK);

        assertThat(server.texts(LOBBY))
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void aTailSaysWhatIsNoLongerThere() throws Exception {
        IntStream.rangeClosed(1, 250).forEach(i -> server.say(LOBBY, "bert", "m" + i));
        server.trim(LOBBY, 50);

        assertThat(tail(1_000, false, false, out).run(PATIENCE)).isEqualTo(Ending.OK);

        assertThat(out()).filteredOn(line -> line.startsWith("<")).hasSize(200);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("* 50 messages are no longer kept: 1 to 50\n");
    }

    /** The end of the input waits for the script of the test. */
    @Test
    void aPipeSaysWhatItHasMissedBetweenConnections() throws Exception {
        PipedOutputStream lines = new PipedOutputStream();
        PipedConsole console = new PipedConsole(
                new ConsoleSetup(options(), LOBBY, null, null), new PipedInputStream(lines), out, err, PATIENCE);
        CompletableFuture<Ending> ending = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return console.run();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
        await().untilAsserted(() -> assertThat(out()).anyMatch(line -> line.contains("you are anna")));
        await().until(() -> !server.received(Command.Members.class).isEmpty());
        server.stopListening();
        server.dropAll();
        IntStream.range(0, 42).forEach(i -> server.say(LOBBY, "bert", "m" + i));
        server.listenAgain();
        await().untilAsserted(() -> assertThat(out())
                .anyMatch(line -> line.matches("\\* offline \\d+ s · 42 messages caught up · complete to 42")));
        lines.close();
        assertThat(ending.get(20, TimeUnit.SECONDS)).isEqualTo(Ending.OK);
    }

    @Test
    void aTailOfNothingEnds() throws Exception {
        assertThat(tail(5, false, false, out).run(PATIENCE)).isEqualTo(Ending.OK);
        server.say(LOBBY, "bert", "one");
        assertThat(tail(0, false, false, out).run(PATIENCE)).isEqualTo(Ending.OK);
        assertThat(out.size()).isZero();
    }

    @RepeatedTest(10)
    void aTailShowsEachEntryOnceAcrossConnections() throws Exception {
        CompletableFuture<Ending> ending = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return tail(10, true, false, out).run(PATIENCE);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
        await().until(() -> !server.received(Command.Join.class).isEmpty());
        for (int i = 0; i < 60; i++) {
            server.say(LOBBY, "bert", "m" + i);
            if (i % 20 == 10) {
                server.dropAll();
            }
        }
        List<String> expected =
                IntStream.range(0, 60).mapToObj(i -> "<bert> m" + i).toList();
        await().untilAsserted(() -> assertThat(
                        out().stream().filter(line -> line.startsWith("<")).toList())
                .isEqualTo(expected));
        server.goodbyeAll(4503, "replaced", null);
        assertThat(ending.get(10, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.LOST);
    }

    @Test
    void aTailThatNobodyReadsEndsQuietly() throws Exception {
        server.say(LOBBY, "bert", "one");
        assertThat(tail(10, true, false, broken()).run(PATIENCE)).isEqualTo(Ending.BROKEN_PIPE);
    }

    /** However much is left of the input: whoever runs it would wait for ever. */
    @Test
    void aServerThatStaysAwayEndsAPipe() {
        server.script((peer, command) -> {
            if (command instanceof Command.Send) {
                server.refuse("gone");
                peer.drop();
                return true;
            }
            return false;
        });
        String lines = "line\n".repeat(2 * BoundedSpeech.MAX_UNACKNOWLEDGED);
        Duration patience = Duration.ofMillis(1_500);
        assertThat(new Delivery(options(), null, LOBBY, true, patience, out, err)
                        .sendLines(input(lines))
                        .code())
                .isEqualTo(ExitCode.TIMED_OUT);
    }

    /** As a person does in a pager. */
    @Test
    void aTailThatIsReadSlowlyLeavesNothingOut() throws Exception {
        server.say(LOBBY, "bert", "one");
        server.say(LOBBY, "bert", "two");
        AtomicInteger written = new AtomicInteger();
        OutputStream slow = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (written.getAndIncrement() == 0) {
                    pause(Duration.ofMillis(2_500));
                }
                out.write(bytes, from, length);
            }
        };
        assertThat(tail(10, false, false, slow).run(Duration.ofSeconds(1))).isEqualTo(Ending.OK);
        assertThat(out()).contains("<bert> one", "<bert> two");
    }

    private static void pause(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private PipedConsole console(String text) {
        return new PipedConsole(new ConsoleSetup(options(), LOBBY, null, null), input(text), out, err, PATIENCE);
    }

    private Delivery delivery(boolean json) {
        return new Delivery(options(), null, LOBBY, json, PATIENCE, out, err);
    }

    private Tail tail(int last, boolean follow, boolean json, OutputStream to) {
        return new Tail(options(), LOBBY, last, null, follow, json, to, err);
    }

    private ChatOptions options() {
        ServerAddress address = server.address();
        return ChatOptions.to(address)
                .withName(new AccountName("anna"))
                .withBackOff(new BackOff(Duration.ofMillis(5), Duration.ofMillis(50)));
    }

    /** The lines of the output, without the times. */
    private List<String> out() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^\\d\\d:\\d\\d ", ""))
                .collect(Collectors.toList());
    }

    private List<Event> events() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> new EventCodec().decode(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8)))
                .toList();
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static OutputStream broken() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
    }
}
