// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.FakeServer;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program on a pseudo-terminal, as a person sees it. */
@Timeout(120)
class TerminalIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OPS = new RoomName("#ops");

    private static final RoomName ANNA_AND_BERT = new RoomName("@anna,bert");

    private static final String ESC = "\u001b";
    private static final String PAGE_UP = ESC + "[5~";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_X_E = "\u0018\u0005";

    @TempDir
    private Path folder;

    private final FakeServer server = new FakeServer();
    private final List<ProgramInTerminal> programs = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (ProgramInTerminal program : programs) {
            program.close();
        }
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60"})
    void twoRoomsWithNamesMentionsAndDrafts(int columns, int rows) throws Exception {
        ProgramInTerminal program = start(columns, rows, Map.of());
        program.sees("online anna", "[1:#lobby]");
        server.say(LOBBY, "bert", "hello");
        server.say(LOBBY, "berta", "hello too");
        program.sees("<berta> hello too");
        assertThat(program.isColoured()).isTrue();
        program.type("be\t");
        program.sees("#lobby> berta:");
        program.type("\t");
        program.sees("#lobby> bert:");
        program.type("how are you?\r");
        program.sees("<anna> bert: how are you?");
        program.type("half of a line");
        program.type("\u0015/jo\t#ops\r");
        program.sees("online anna", "1:#lobby [2:#ops]");
        program.type("a draft");
        server.say(LOBBY, "bert", "Anna: fine");
        program.sees("1:#lobby(1, @1) [2:#ops]");
        program.type(ESC + "1");
        program.sees("[1:#lobby] 2:#ops");
        program.sees("new since you left");
        program.sees("*<bert> Anna: fine");
        program.check(screen -> assertThat(screen.get(rows - 1)).isEqualTo("#lobby>"));
        program.type("\u000e");
        program.check(screen -> assertThat(screen.get(rows - 1)).isEqualTo("#ops> a draft"));
        assertThat(program.rows()).hasSize(rows);
    }

    @Test
    void whatIsPastedIsOneMessage() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna");
        program.type(ESC + "[200~first line\r\nsecond 漢字\n/third" + ESC + "[201~");
        program.check(screen -> assertThat(screen.subList(21, 24))
                .containsExactly("#lobby> first line", "        second 漢字", "        /third"));
        program.type(ESC + "\rfourth\r");
        program.sees("<anna> first line");
        program.check(
                screen -> assertThat(screen).containsSequence("      | second 漢字", "      | /third", "      | fourth"));
        assertThat(server.texts(LOBBY)).containsExactly("first line\nsecond 漢字\n/third\nfourth");
    }

    @Test
    void theWindowMayChangeItsSize() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna");
        server.say(LOBBY, "bert", "the quick brown fox jumps over the lazy dog, and once more");
        program.sees("and once more");
        program.type("typed");
        program.sees("#lobby> typed");
        program.resize(40, 10);
        program.check(screen -> assertThat(screen)
                .endsWith("online anna | [1:#lobby]".indent(1).stripTrailing(), "#lobby> typed")
                .anyMatch(row -> row.endsWith("<bert> the quick brown fox jumps")));
        program.resize(4, 2);
        program.resize(120, 30);
        program.check(screen -> assertThat(screen.get(29)).isEqualTo("#lobby> typed"));
        program.sees("the lazy dog, and once more");
    }

    @Test
    void aLostServerIsSaidAndWhatItMissedIsShown() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna");
        server.say(LOBBY, "bert", "before");
        program.sees("<bert> before");
        server.stopListening();
        server.dropAll();
        program.sees("offline, reconnecting since", "anna");
        program.type("is it me?\r");
        program.sees("(queued) is it me?");
        program.sees("queued 1");
        server.sayUnheard(LOBBY, "bert", "meanwhile");
        server.listenAgain();
        program.sees("<anna> is it me?");
        program.sees("<bert> meanwhile");
        program.check(screen -> assertThat(screen)
                .anyMatch(row -> row.matches("\\d\\d:\\d\\d -- offline \\d+ s · 1 message caught up · complete to 2")));
        program.seesNothingOf("queued");
        program.check(screen -> assertThat(screen.get(22)).isEqualTo(" online anna | [1:#lobby]"));
        assertThat(server.texts(LOBBY)).containsExactly("before", "meanwhile", "is it me?");
    }

    @Test
    void aThousandMessagesCanBeReadBack() throws Exception {
        IntStream.range(0, 1_000).forEach(i -> server.say(LOBBY, "bert", "m" + i));
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("<bert> m999");
        for (int i = 0; i < 100 && program.rows().stream().noneMatch(row -> row.endsWith("<bert> m0")); i++) {
            List<String> before = program.rows();
            program.type(PAGE_UP);
            program.check(screen -> assertThat(screen).isNotEqualTo(before));
        }
        program.sees("<bert> m0");
        program.sees("the beginning of the room");
        program.sees("reading back");
        server.say(LOBBY, "bert", "new");
        program.sees("1 new below");
        program.type(ESC + ESC);
        program.sees("<bert> new");
        program.type("/jump #500\r");
        program.sees("<bert> m499");
        program.seesNothingOf("<bert> m998");
    }

    @Test
    void wideCharactersStandInTheirColumns() throws Exception {
        ProgramInTerminal program = start(60, 24, Map.of());
        program.sees("online anna");
        server.say(LOBBY, "bert", "漢字|👍|e\u0301|end");
        program.sees("<bert> 漢字|👍|");
        assertThat(program.columnOf("|👍|")).isEqualTo(17);
        assertThat(program.columnOf("end")).isEqualTo(23);
        server.say(LOBBY, "bert", "漢".repeat(40));
        program.check(screen -> {
            assertThat(screen).anyMatch(row -> row.endsWith("<bert> " + "漢".repeat(23)));
            assertThat(screen).contains("        " + "漢".repeat(17));
        });
        program.type("漢字" + ESC + "[Dx");
        program.sees("#lobby> 漢x字");
        program.type("\u0005\u007f\u007f\u007f👍!");
        program.sees("#lobby> 👍!");
        assertThat(program.columnOf("!")).isEqualTo(10);
    }

    @Test
    void ctrlCClearsTheLineAndTwiceLeaves() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna");
        program.type("something" + CTRL_C);
        program.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby>"));
        program.sees("Ctrl-C again leaves");
        program.type("x");
        program.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby> x"));
        program.type(CTRL_C + CTRL_C);
        assertThat(program.exitCode()).isZero();
        assertThat(program.isAsBefore()).isTrue();
        assertThat(program.written()).contains(ESC + "[?1049h").endsWith(ESC + "[?1049l");
    }

    @Test
    void theTerminalIsGivenBackAtASignal() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna");
        program.type("half");
        program.sees("half");
        assertThat(program.isAsBefore()).isFalse();
        program.terminate();
        assertThat(program.exitCode()).isEqualTo(143);
        assertThat(program.written()).contains(ESC + "[?1049l");
        await().until(program::isAsBefore);
    }

    @Test
    void anEditorGetsTheTerminalForAWhile() throws Exception {
        Path editor = folder.resolve("editor");
        Files.writeString(
                editor, "#!/bin/sh\nread answer\nprintf '%s, edited: %s' \"$(cat \"$1\")\" \"$answer\" > \"$1\"\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
        ProgramInTerminal program = start(80, 24, Map.of("VISUAL", editor.toString()));
        program.sees("online anna");
        program.type("begun");
        program.sees("#lobby> begun");
        program.type(CTRL_X_E);
        program.written(written -> written.endsWith(ESC + "[?1049l"));
        program.type("yes\r");
        program.sees("#lobby> begun, edited: yes");
        program.type("\r");
        await().until(() -> server.texts(LOBBY).contains("begun, edited: yes"));
    }

    @ParameterizedTest
    @CsvSource({"--color=auto, 1", "--color=never, ''"})
    void withoutColoursThereAreNone(String argument, String noColor) throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of("NO_COLOR", noColor), argument);
        program.sees("online anna");
        server.say(LOBBY, "bert", "anna: hello");
        program.sees("<bert> anna: hello");
        assertThat(program.isColoured()).isFalse();
    }

    @Test
    void theHelpHasCommandsAndKeys() throws Exception {
        ProgramInTerminal program = start(120, 60, Map.of());
        program.sees("online anna");
        program.type("/help\r/help more\r/help keys\r");
        for (String expected : List.of(
                "/me text",
                "/go part",
                "/jump date|#number",
                "/notify [off|mentions|all]",
                "PageUp, PageDown",
                "Alt-A",
                "Ctrl-L")) {
            program.sees("-- " + expected);
        }
    }

    @Test
    void anEscThatWaitsForAnotherKeyIsSeen() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna");
        program.type(ESC);
        program.sees("Esc: once more returns to what is said now");
        program.type(PAGE_UP);
        program.sees("online anna");
        program.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby>"));
    }

    @ParameterizedTest
    @CsvSource({"80, 24, --linear, xterm-256color", "200, 60, --color=always, dumb"})
    void plainLinesMoveNothing(int columns, int rows, String argument, String type) throws Exception {
        ProgramInTerminal program = start(columns, rows, Map.of("TERM", type), argument);
        program.sees("connected to fake; you are anna");
        server.say(LOBBY, "bert", "hello 漢字");
        program.sees("<bert> hello 漢字");
        program.type("hello\r");
        program.sees("<anna> hello");
        program.type("/join ops\r");
        await().until(() -> server.received(Command.Join.class).stream()
                .anyMatch(join -> join.room().equals(OPS)));
        program.type("/go lob\r/who\r");
        program.sees("* #lobby: ");
        assertThat(program.written()).doesNotContain(ESC);
        program.type(CTRL_D);
        assertThat(program.exitCode()).isZero();
    }

    @Test
    void inPlainLinesCtrlCClearsTheLineAndTwiceLeavesToo() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of(), "--linear");
        program.sees("connected to fake; you are anna");
        program.type("half of a line");
        program.sees("half of a line");
        program.type(CTRL_C);
        program.check(screen -> assertThat(screen).contains("half of a line^C", "* Ctrl-C again leaves"));
        program.type("another\r/me waves\r");
        program.sees("<anna> another");
        program.sees("* anna waves");
        assertThat(server.texts(LOBBY)).containsExactly("another", "/me waves");
        // One after the other: two signals at once may be one.
        program.type(CTRL_C);
        program.check(screen ->
                assertThat(screen).filteredOn("* Ctrl-C again leaves"::equals).hasSize(2));
        program.type(CTRL_C);
        assertThat(program.exitCode()).isZero();
        assertThat(program.isAsBefore()).isTrue();
        assertThat(program.written()).doesNotContain(ESC);
    }

    /** What the window keeps, plain lines find again. */
    @Test
    void whoComesBackSeesWhatWasMissed() throws Exception {
        ProgramInTerminal first = start(80, 24, Map.of());
        first.sees("online anna");
        server.say(LOBBY, "bert", "one");
        first.sees("<bert> one");
        first.type(CTRL_D);
        assertThat(first.exitCode()).isZero();
        server.say(LOBBY, "bert", "two");
        ProgramInTerminal second = start(80, 24, Map.of(), "--linear");
        second.sees("* caught up 1 message, complete to 2");
        second.type(CTRL_D);
        assertThat(second.exitCode()).isZero();
        server.say(LOBBY, "bert", "three");
        ProgramInTerminal third = start(80, 24, Map.of());
        third.sees("<bert> three");
        third.sees("caught up 1 message, complete to 3");
        third.sees("new since you left");
        third.sees("<bert> one");
    }

    @ParameterizedTest
    @CsvSource({
        "xterm-256color, --color=never, true",
        "tmux-256color, --color=always, true",
        "vte-256color, --color=auto, true",
        "linux, --color=auto, false",
        "vt220, --color=auto, false",
        "xterm-256color, --no-links, false",
        "xterm-256color, --linear, false",
        "dumb, --color=always, false"
    })
    void linksLeadSomewhereWhereThatDoesNoHarm(String type, String argument, boolean expected) throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of("TERM", type), argument);
        program.sees("anna");
        String url = "https://example.org/" + "a".repeat(100);
        server.say(LOBBY, "bert", "see " + url + ", and \u001b]8;;http://evil\u0007here");
        program.sees("<bert> see https://example.org/aaa");
        program.sees("^[]8;;http://evil");
        program.sees("^Ghere");
        if (!expected) {
            assertThat(program.written()).doesNotContain(ESC + "]8;");
            return;
        }
        program.written(written -> written.split(Pattern.quote(";" + url + ESC + "\\"), -1).length > 2);
        assertThat(program.written()).contains(ESC + "]8;id=").doesNotContain(ESC + "]8;;http");
        program.type("still here");
        program.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby> still here"));
        program.check(screen -> assertThat(screen).noneMatch(row -> row.contains("id=")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ']9;chat #lobby <bert> anna?\u0007'",
        "/tmp/tmux, 'Ptmux;\u001b\u001b]9;chat #lobby <bert> anna?\u0007'"
    })
    void aMentionIsANotificationForWhoWantsOne(String tmux, String expected) throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of("TMUX", tmux), "--notify=osc9");
        program.sees("online anna");
        program.type("/notify mentions\r");
        program.sees("you are called in #lobby for: mentions");
        server.say(LOBBY, "bert", "nothing");
        program.sees("<bert> nothing");
        assertThat(program.written()).doesNotContain("]9;", "\u0007");
        server.say(LOBBY, "bert", "anna?");
        program.written(written -> written.contains(ESC + expected));
        program.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby>"));
    }

    /** Also where the program was killed, a moment after the person typed last. */
    @Test
    void whoComesBackGoesOnWhereTheyWere() throws Exception {
        ProgramInTerminal first = start(80, 24, Map.of());
        first.sees("online anna", "[1:#lobby]");
        first.type("/join ops\r");
        first.sees("1:#lobby [2:#ops]");
        first.type("/notify mentions\r/join lab\r");
        first.sees("[3:#lab]");
        first.type("said\r/login anna correct-horse\r");
        first.sees("/login is no command");
        first.type(ESC + "2half of a line");
        first.sees("#ops> half of a line");
        await().untilAsserted(() -> assertThat(kept()).contains("half of a line", "mentions", "said"));
        first.kill();
        assertThat(kept()).doesNotContain("correct-horse");
        ProgramInTerminal second = start(80, 24, Map.of());
        second.sees("[1:#lobby] 2:#ops 3:#lab");
        second.type(ESC + "[A");
        second.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby> said"));
        second.type("\u0015" + ESC + "2");
        second.check(screen -> assertThat(screen.get(23)).isEqualTo("#ops> half of a line"));
        second.type(ESC + "1");
        second.sees("[1:#lobby]");
        server.say(OPS, "bert", "anna?");
        second.written(written -> written.contains("\u0007"));
        second.type(CTRL_D);
        assertThat(second.exitCode()).isZero();
    }

    /** All that lies in the state folder. */
    private String kept() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                all.append(Files.readString(file));
            }
        } catch (java.io.UncheckedIOException | java.nio.file.NoSuchFileException e) {
            // It has just been replaced.
            return "";
        }
        return all.toString();
    }

    @Test
    void aPrivateMessageOpensItsRoom() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna", "[1:#lobby]");
        server.say(ANNA_AND_BERT, "bert", "known to another client of mine");
        server.say(ANNA_AND_BERT, "bert", "are you there?");
        server.tellAll(new Event.Direct(ANNA_AND_BERT, new AccountName("bert"), "e1", 2, 1));
        program.sees("[1:#lobby] 2:@anna,bert(1, @1)");
        program.sees("/msg bert goes there");
        program.type(ESC + "a");
        program.sees("1:#lobby [2:@anna,bert]");
        program.check(screen -> {
            int known = rowOf(screen, "<bert> known to another client of mine");
            int line = rowOf(screen, "new since you left");
            assertThat(known).isPositive().isLessThan(line);
            assertThat(line).isLessThan(rowOf(screen, "<bert> are you there?"));
        });
        program.type(ESC + "1");
        program.sees("[1:#lobby] 2:@anna,bert");
        program.type("/msg bert yes, I am\r");
        program.sees("-- to bert alone: yes, I am");
        program.sees("[1:#lobby] 2:@anna,bert");
        program.type("/msg bert\r");
        program.sees("1:#lobby [2:@anna,bert]");
        program.sees("<anna> yes, I am");
        assertThat(server.texts(LOBBY)).isEmpty();
    }

    @Test
    void whoIsNotLetInStaysAndWhatWasMeantForThereIsNotSaidHere() throws Exception {
        server.script((peer, command) -> {
            RoomName room = command instanceof Command.Join join
                    ? join.room()
                    : command instanceof Command.Send send ? send.room() : LOBBY;
            boolean refused = !room.equals(LOBBY) && !room.equals(OPS);
            if (refused) {
                peer.tell(FakeServer.rejection(command, ErrorCode.FORBIDDEN, null));
            }
            return refused;
        });
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna", "[1:#lobby]");
        program.type("/join ops\r");
        program.sees("1:#lobby [2:#ops]");
        program.type(ESC + "1");
        program.sees("[1:#lobby] 2:#ops");
        program.type("/msg carl\rmeant for carl\r");
        program.sees("!! cannot join @anna,carl: refused by the script");
        program.sees("!! in @anna,carl, not sent: refused by the script");
        program.sees("| meant for carl");
        program.sees("[1:#lobby] 2:#ops");
        program.check(screen -> assertThat(screen.get(23)).isEqualTo("#lobby>"));
        program.type("/msg carl hello\r");
        program.sees("| hello");
        program.sees("[1:#lobby] 2:#ops");
        program.seesNothingOf("3:");
        assertThat(server.texts(LOBBY)).isEmpty();
        assertThat(server.texts(OPS)).isEmpty();
    }

    @Test
    void whoGoesElsewhereBeforeTheyAreLetInSpeaksThere() throws Exception {
        RoomName slow = new RoomName("#slow");
        server.script((peer, command) ->
                command instanceof Command.Join join && join.room().equals(slow));
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna", "[1:#lobby]");
        program.type("/join ops\r");
        program.sees("1:#lobby [2:#ops]");
        program.type("/join slow\r" + ESC + "1for the lobby\r");
        // Answers come in the order of what was asked, and the first one is missing.
        program.sees("(queued) for the lobby");
        program.sees("[1:#lobby] 2:#ops");
        assertThat(server.texts(slow)).isEmpty();
    }

    @Test
    void whatIsTypedInNoRoomIsAnsweredAtOnce() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna", "[1:#lobby]");
        program.type("/leave\r");
        program.sees("-- left #lobby");
        program.type("hello?\r");
        program.sees("!! you are in no room, so nobody was told: /join #room");
        program.type("/join ops\r");
        program.sees("[1:#ops]");
        program.sees("!! you are in no room, so nobody was told: /join #room");
    }

    @Test
    void aRoomThatIsTakenAwayKeepsItsPlace() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna", "[1:#lobby]");
        program.type("/join ops\r");
        program.sees("1:#lobby [2:#ops]");
        server.tellAll(new Event.Removed(OPS, ErrorCode.FORBIDDEN, "bert has kicked you"));
        program.sees("1:#lobby [2:#ops closed]");
        program.sees("#ops is closed to you: bert has kicked you");
        program.type("he did not!\r");
        program.sees("!! you are no longer in #ops, so nobody was told");
        program.type("/join ops\r");
        program.sees("1:#lobby [2:#ops]");
        server.tellAll(new Event.Removed(LOBBY, ErrorCode.FORBIDDEN, "bert has kicked you"));
        program.sees("1:#lobby closed [2:#ops]");
        program.type("/leave lobby\r");
        program.sees("| [1:#ops]");
        assertThat(server.texts(LOBBY)).isEmpty();
        assertThat(server.texts(OPS)).isEmpty();
    }

    @Test
    void theHelpFitsTheWindow() throws Exception {
        ProgramInTerminal program = start(80, 24, Map.of());
        program.sees("online anna", "[1:#lobby]");
        program.type("/help\r");
        program.sees("-- /help [command]");
        program.sees("-- /quit");
        program.sees("/help keys");
        program.sees("anything else is said in the room");
        program.type("/help topic\r");
        program.sees("shows the topic, or sets it");
        program.type("/topik tea\r");
        program.sees("did you mean /topic [text]?");
        program.type("/topic tea\r");
        program.sees("#lobby: tea");
        program.type("/topic\r");
        program.sees("the topic of #lobby: tea");
        program.type("/topic -\r");
        program.sees("anna took the topic away");
    }

    private static int rowOf(List<String> screen, String text) {
        return IntStream.range(0, screen.size())
                .filter(row -> screen.get(row).contains(text))
                .findFirst()
                .orElse(-1);
    }

    private ProgramInTerminal start(int columns, int rows, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--name", "anna", "--server", server.address().toString()));
        ProgramInTerminal program =
                new ProgramInTerminal(columns, rows, folder.resolve("state"), environment, all.toArray(new String[0]));
        programs.add(program);
        return program;
    }
}
