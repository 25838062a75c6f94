// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.BackOff;
import chat.client.ChatClient;
import chat.client.ChatOptions;
import chat.client.FakeServer;
import chat.client.state.StateFolder;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console that is closed and opened again: all of it but the terminal. */
class ProfileIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OPS = new RoomName("#ops");

    @TempDir
    private Path folder;

    private final FakeServer server = new FakeServer();
    private final List<Run> runs = new ArrayList<>();

    /** A console from its start to its end. */
    private final class Run {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Place place;
        private final Profile profile;
        private final Desktop desktop;
        private final ChatClient client;
        private final Interpreter interpreter;
        private volatile Profile open;

        private Run(RoomName... wanted) {
            List<RoomName> rooms = wanted.length == 0 ? List.of(LOBBY) : List.of(wanted);
            Screen screen = new Screen() {
                @Override
                public void show(Shown shown) {
                    lines.addAll(PlainText.of(shown));
                    changed();
                }

                @Override
                public void prompt(String prompt) {
                    changed();
                }
            };
            place = new Place(screen);
            RecentNames names = new RecentNames();
            Transcript transcript = new Transcript(
                    new LineBoard(screen, place, ZoneOffset.UTC, LocalDate.of(2023, 11, 14)),
                    place,
                    names,
                    Clock.systemUTC(),
                    status -> false);
            profile = Profile.open(new StateFolder(folder), options(), transcript::notice);
            client = ChatClient.connect(profile.options(options()), new Homecoming(transcript));
            interpreter = new Interpreter(client, place, names, transcript, () -> {});
            desktop = new PlainDesktop(place);
            profile.lay(desktop);
            profile.enter(interpreter, rooms);
            profile.keep(client, desktop);
            open = profile;
            runs.add(this);
        }

        private void changed() {
            Profile told = open;
            if (told != null) {
                told.changed();
            }
        }

        private void end() {
            profile.save();
            kill();
        }

        private void kill() {
            interpreter.leave();
            client.close();
            profile.close();
        }

        private void sees(String... expected) {
            await().untilAsserted(() -> assertThat(lines).contains(expected));
        }
    }

    @AfterEach
    void stop() {
        runs.forEach(Run::kill);
        server.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("chat-state")));
    }

    @Test
    void theRoomsOfLastTimeComeFirstAndThoseThatAreWantedAfterThem() {
        RoomName dev = new RoomName("#dev");
        server.say(OPS, "bert", "in ops");
        server.say(dev, "bert", "in dev");
        Run first = new Run(OPS, dev);
        await().until(() -> Stream.of("in ops", "in dev")
                .allMatch(text -> first.lines.stream().anyMatch(line -> line.endsWith(text))));
        first.end();
        Run second = new Run(OPS, LOBBY);
        assertThat(second.place.view().rooms()).containsExactly(OPS, dev, LOBBY);
        assertThat(second.place.current()).isEqualTo(OPS);
    }

    @RepeatedTest(5)
    void whoComesBackSeesWhatWasMissed() {
        say(3);
        Run first = new Run();
        first.sees("22:13 <bert> m2");
        first.end();
        assertThat(first.lines).noneMatch(line -> line.contains("missed") || line.contains("caught up"));
        say(42);
        Run second = new Run();
        second.sees("* caught up 42 messages, complete to 45");
        assertThat(second.lines).filteredOn(line -> line.contains("<bert>")).hasSize(42);
        second.end();
        Run third = new Run();
        third.sees("* nothing missed, complete to 45");
        assertThat(third.lines).noneMatch(line -> line.contains("<bert>"));
        assertThat(server.received(Command.Hello.class))
                .extracting(Command.Hello::resume)
                .containsExactly(null, "resume-anna", "resume-anna");
    }

    @Test
    void ofVeryManyOnlyTheLastAreShown() {
        Run first = new Run();
        first.sees("* connected to fake; you are anna");
        await().until(() -> first.place.view().rooms().contains(LOBBY)
                && !server.received(Command.Members.class).isEmpty());
        first.end();
        say(5_000);
        Run second = new Run();
        second.sees("* caught up 5,000 messages, complete to 5,000");
        assertThat(second.lines)
                .filteredOn(line -> line.contains("<bert>"))
                .hasSize(Backlog.SHOWN)
                .endsWith("22:13 <bert> m4999");
        assertThat(second.lines).contains("* 4,800 messages are not shown here: /history 5000 shows them");

        second.lines.clear();
        second.interpreter.typed("/history 5000").toCompletableFuture().join();
        assertThat(second.lines).hasSize(5_000).startsWith("22:13 <bert> m0");
    }

    @Test
    void whatIsNoLongerKeptIsSaid() {
        say(100);
        Run first = new Run();
        first.sees("22:13 <bert> m99");
        first.end();
        say(42);
        server.trim(LOBBY, 117);
        Run second = new Run();
        second.sees(
                "* 17 messages are no longer kept: 101 to 117",
                "* caught up 25 messages to 142, not complete: 17 are missing");
    }

    @Test
    void anotherLogIsSaid() {
        say(3);
        Run first = new Run();
        first.sees("22:13 <bert> m2");
        first.end();
        server.newEpoch("e2");
        say(2);
        Run second = new Run();
        second.sees(
                "* the server's log is a new one; something may be missing here",
                "* what was said after 3 (2023-11-14 22:13) is not known; the new log is at 2");
    }

    @Test
    void allRoomsAreEnteredAgainInTheirOrder() {
        Run first = new Run();
        first.interpreter.join(OPS).toCompletableFuture().join();
        server.say(OPS, "bert", "one");
        first.sees("22:13 <bert> one");
        first.end();
        server.say(OPS, "bert", "two");
        Run second = new Run();
        second.sees("22:13 [#ops] <bert> two", "* [#ops] caught up 1 message, complete to 2");
        assertThat(second.place.current()).isEqualTo(LOBBY);
        assertThat(second.place.view().rooms()).containsExactly(LOBBY, OPS);
        second.interpreter.typed("/leave #ops").toCompletableFuture().join();
        second.end();
        assertThat(new Run().place.view().rooms()).containsExactly(LOBBY);
    }

    /** Typed while the server is away, and the console is closed before it is back. */
    @RepeatedTest(5)
    void whatWasNotAcknowledgedIsSentByTheNext() throws Exception {
        Run first = new Run();
        first.interpreter.say("before").toCompletableFuture().join();
        server.script((peer, command) -> {
            if (command instanceof Command.Send send) {
                // Stored, and its acknowledgement is lost.
                peer.store(send);
                return true;
            }
            return false;
        });
        first.interpreter.say("on its way");
        await().until(() -> server.texts(LOBBY).size() == 2);
        server.stopListening();
        server.dropAll();
        await().until(() -> first.place.view().state() == chat.client.ConnectionState.RECONNECTING);
        first.interpreter.say("never left");
        first.end();
        assertThat(first.lines).noneMatch(line -> line.startsWith("!"));
        server.script((peer, command) -> false);
        server.listenAgain();

        Run second = new Run();
        second.sees("* 2 messages that were not acknowledged last time are sent again");
        second.client.whenStored().toCompletableFuture().join();
        second.interpreter.say("new").toCompletableFuture().join();
        assertThat(server.texts(LOBBY)).containsExactly("before", "on its way", "never left", "new");
        assertThat(second.lines).noneMatch(line -> line.startsWith("!"));
        second.end();
        assertThat(new Run().lines).noneMatch(line -> line.contains("sent again"));
    }

    @Test
    void whatMayBeStoredIsNotSentByAStranger() {
        Run first = new Run();
        first.interpreter.say("before").toCompletableFuture().join();
        server.script((peer, command) -> command instanceof Command.Send);
        first.interpreter.say("on its way");
        await().until(() -> server.received(Command.Send.class).size() == 2);
        first.end();
        server.script((peer, command) -> false);
        server.forgetSenders();
        Run second = new Run();
        second.sees("! perhaps not stored: on its way: the server no longer knows who sent it");
        assertThat(server.texts(LOBBY)).containsExactly("before");
    }

    /** It is written while the console runs, so that a kill loses a moment at most. */
    @Test
    void aConsoleThatIsKilledHasKeptAlmostAll() {
        say(3);
        Run first = new Run();
        first.sees("22:13 <bert> m2");
        await().until(() ->
                profiles().size() == 1 && Files.readString(profiles().get(0)).contains("\"seq\" : 3"));
        first.kill();
        say(1);
        new Run().sees("* caught up 1 message, complete to 4");
    }

    /** A laptop on battery: what has nothing to write waits for no time at all. */
    @Test
    void whoSaysNothingWakesNobody() {
        Run run = new Run();
        run.sees("* connected to fake; you are anna");
        await().untilAsserted(() -> assertThat(writer().getState()).isEqualTo(Thread.State.WAITING));
        assertThat(profiles()).hasSize(1);
        run.profile.changed();
        assertThat(writer().getState()).isNotEqualTo(Thread.State.TERMINATED);
        await().untilAsserted(() -> assertThat(writer().getState()).isEqualTo(Thread.State.TIMED_WAITING));
        await().untilAsserted(() -> assertThat(writer().getState()).isEqualTo(Thread.State.WAITING));
    }

    private static Thread writer() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("chat-state"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDamagedDeskIsAWarningAndThePositionsStay() throws Exception {
        say(3);
        Run first = new Run();
        first.sees("22:13 <bert> m2");
        first.end();
        Path desk = Path.of(profiles().get(0).toString().replace(".json", ".desk"));
        assertThat(desk).content().contains("#lobby");
        Files.writeString(desk, "{");
        Run second = new Run();
        second.sees("* nothing missed, complete to 3");
        assertThat(second.lines).anyMatch(line -> line.startsWith("* your drafts are not known, "));
    }

    @Test
    void aSecondConsoleKeepsNothing() {
        Run first = new Run();
        first.sees("* connected to fake; you are anna");
        Run second = new Run();
        second.sees("* another console is open under this name: this one does not know where you were, and keeps no"
                + " positions");
        assertThat(second.profile.save()).isEqualTo(-1);
        assertThat(first.profile.save()).isZero();
        assertThat(server.received(Command.Hello.class).get(1).resume()).isNull();
    }

    @Test
    void aDamagedFileIsAWarning() throws Exception {
        Run first = new Run();
        first.sees("* connected to fake; you are anna");
        first.end();
        Files.writeString(profiles().get(0), "{\"version\":");
        Run second = new Run();
        second.sees("* connected to fake; you are anna");
        assertThat(second.lines).anyMatch(line -> line.startsWith("* where you were is not known, "));
        second.end();
        assertThat(new Run().lines).noneMatch(line -> line.contains("not known"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsAWarning() throws Exception {
        Files.createFile(folder.resolve("console"));
        Run run = new Run();
        run.sees("* connected to fake; you are anna");
        assertThat(run.lines).anyMatch(line -> line.startsWith("* positions are not kept: "));
        assertThat(run.profile.save()).isEqualTo(-1);
    }

    private List<Path> profiles() {
        try (Stream<Path> files = Files.list(folder.resolve("console"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (java.io.IOException e) {
            return List.of();
        }
    }

    private ChatOptions options() {
        return ChatOptions.to(server.address())
                .withName(new AccountName("anna"))
                .withBackOff(new BackOff(Duration.ofMillis(5), Duration.ofMillis(50)));
    }

    private void say(int count) {
        IntStream.range(0, count).forEach(i -> server.say(LOBBY, "bert", "m" + i));
    }
}
