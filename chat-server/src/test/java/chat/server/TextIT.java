// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TextIT {

    /** What PuTTY sends when it connects: NAWS, TSPEED, TTYPE, NEW-ENVIRON, ECHO and suppress-go-ahead, twice. */
    private static final byte[] PUTTY =
            HexFormat.of().parseHex("FFFB1FFFFB20FFFB18FFFB27FFFD01FFFB03FFFD03".toLowerCase(java.util.Locale.ROOT));

    @RegisterExtension
    private final RunningServer server = new RunningServer();

    @Test
    void whoIsSilentIsGreetedAfterTheDeadlineAndSeesTheDefaultRoom() {
        LineClient silent = server.with("net.detect-timeout=100ms").text();

        String name = silent.greeted();

        assertThat(name).matches("guest\\d+");
        server.framed("ann").join("#lobby");
        FrameClient bob = server.framed("bob");
        bob.join("#lobby");
        bob.say("#lobby", "Hello there");
        assertThat(silent.next()).isEqualTo("<bob> Hello there");
    }

    @Test
    void whatOneTypesAllHearAndOneselfToo() {
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        LineClient one = server.text();
        String first = one.arrive();
        LineClient two = server.text();
        two.arrive();

        one.type("Hello");

        assertThat(one.next()).isEqualTo("<" + first + "> Hello");
        assertThat(two.next()).isEqualTo("<" + first + "> Hello");
        assertThat(ann.next("message").get("from").asText()).isEqualTo(first);
    }

    @Test
    void theFirstLineIsAMessageAlready() {
        LineClient client = server.text().type("Hello");

        String name = client.greeted();

        assertThat(client.next()).isEqualTo("<" + name + "> Hello");
    }

    @Test
    void aLineEndsWithLfOrCrLfOrCr() {
        LineClient client = server.text();
        String name = client.arrive();

        client.write("one\ntwo\r\nthree\rfour\r\n\r\n\n five \r\n");

        assertThat(client.next(5))
                .containsExactly(
                        "<" + name + "> one",
                        "<" + name + "> two",
                        "<" + name + "> three",
                        "<" + name + "> four",
                        "<" + name + ">  five ");
    }

    @Test
    void slashCommandsDoWhatTheHelpSays() {
        LineClient client = server.text();
        client.arrive();

        client.type("/nick Zoë");
        assertThat(client.next()).isEqualTo("* you are now Zoë");
        client.type("/who");
        assertThat(client.next()).isEqualTo("* in #lobby (1): Zoë");
        client.type("/topic");
        assertThat(client.next()).isEqualTo("* there is no topic");
        client.type("/topic tea");
        assertThat(client.next()).isEqualTo("* Zoë set the topic: tea");
        client.type("/topic");
        assertThat(client.next()).isEqualTo("* topic: tea");
        client.type("//not a command");
        assertThat(client.next()).isEqualTo("<Zoë> /not a command");
        client.type("/history 1");
        assertThat(client.next(3))
                .containsExactly("* 1 from the history of #lobby", "<Zoë> /not a command", "* end of history");
        client.type("/join den").type("in the den");
        assertThat(client.next(2)).containsExactly("* you are in #den", "<Zoë> in the den");
        client.type("/rooms");
        assertThat(client.next(2)).containsExactlyInAnyOrder("* #lobby (0) tea", "* #den (1)");
        client.type("/leave");
        assertThat(client.next(2))
                .containsExactly(
                        "* you are in #lobby, topic: tea",
                        "* the last messages of #lobby, those that you have seen too:");
        client.skipTo("<Zoë> /not a command");
        client.type("/ping");
        assertThat(client.next()).isEqualTo("* pong");
        client.type("/help");
        assertThat(client.next(20)).allMatch(line -> line.startsWith("* ")).anyMatch(line -> line.contains("/nick"));
        client.type("/dance");
        assertThat(client.next()).startsWith("* error unknown-command: ").contains("/help");
        client.type("/quit");
        assertThat(client.rest()).singleElement().asString().startsWith("* goodbye");
    }

    @Test
    void theBareWordQuitEndsTheConnection() {
        LineClient client = server.text();
        String name = client.arrive();

        client.type("I quit").type("quit").type("too late");

        assertThat(client.next()).isEqualTo("<" + name + "> I quit");
        assertThat(client.rest()).singleElement().asString().startsWith("* goodbye");
        client.finish();
        server.awaitMeter("chat_connections_closed_total{reason=\"quit\"}", 1);
    }

    @Test
    void anyAlphabetIsText() {
        for (String text : new String[] {"Привет, мир", "漢字かな交じり文", "שלום", "\uD83D\uDC4B ok", "élan"}) {
            LineClient client = server.text().type(text);
            String name = client.greeted();

            assertThat(client.skipTo("<" + name + ">")).isEqualTo("<" + name + "> " + text);
        }
    }

    @Test
    void aLetterMayComeInTwoPieces() {
        LineClient client = server.text();
        byte[] bytes = "Ж漢\n".getBytes(StandardCharsets.UTF_8);

        for (byte b : bytes) {
            client.write(new byte[] {b});
        }

        String name = client.greeted();
        assertThat(client.next()).isEqualTo("<" + name + "> Ж漢");
    }

    @Test
    void whatTelnetNegotiatesIsNoText() {
        LineClient client = server.text().write(PUTTY);
        String name = client.greeted();

        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        typed.writeBytes("Hel".getBytes(StandardCharsets.UTF_8));
        typed.writeBytes(PUTTY);
        // The size of the window, 80 by 24, in a subnegotiation.
        typed.writeBytes(HexFormat.of().parseHex("fffa1f00500018fff0"));
        typed.writeBytes("lo\r\0".getBytes(StandardCharsets.UTF_8));
        client.write(typed.toByteArray());

        assertThat(client.next()).isEqualTo("<" + name + "> Hello");
    }

    @Test
    void anOverlongLineIsReportedOnceAndTheNextOneIsHeard() {
        LineClient client = server.with("limits.line-size=64B").text();
        String name = client.arrive();

        client.write("x".repeat(100_000)).write("x".repeat(100) + "\nshort\n");

        assertThat(client.next()).startsWith("* error line-too-long: ").contains("64 bytes");
        assertThat(client.next()).isEqualTo("<" + name + "> short");
    }

    @Test
    void nobodyPaintsAnothersTerminal() {
        LineClient victim = server.text();
        victim.arrive();
        LineClient painter = server.text();
        String name = painter.arrive();

        painter.type("\u001b[2J\u0007 \u009b1m \u202eevil\u0000!");
        assertThat(victim.next()).isEqualTo("<" + name + "> ^[[2J^G \\x9b1m \\u{202e}evil!");
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");
        ann.send("{'type':'topic','ref':'t','room':'#lobby','text':'a\\r\\n<root> b'}");
        assertThat(victim.next()).startsWith("* ann set the topic: a ");
    }

    @Test
    void aMessageOfSeveralLinesHasItsSenderBeforeEach() {
        LineClient reader = server.text();
        reader.arrive();
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");

        ann.say("#lobby", "one\\n<root> two\\r\\nthree");

        assertThat(reader.next(3)).containsExactly("<ann> one", "<ann> <root> two", "<ann> three");
    }

    @Test
    void answersComeInTheOrderOfTheQuestions() {
        LineClient client = server.text();
        String name = client.arrive();

        client.write("/ping\nhello\n/who\n/nick bad name\n/ping\n");

        // The message itself may come anywhere behind the first answer: it is heard when it is stored.
        assertThat(client.next(5))
                .contains("<" + name + "> hello")
                .filteredOn(line -> line.startsWith("*"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("* pong"),
                        line -> assertThat(line).isEqualTo("* in #lobby (1): " + name),
                        line -> assertThat(line).startsWith("* error name-characters: "),
                        line -> assertThat(line).isEqualTo("* pong"));
    }

    /** Nothing in a line says what it answers: the pong, which is there at once, waits for the log to be read. */
    @Test
    void aQuickAnswerDoesNotOvertakeASlowOne() {
        LineClient client = server.text();
        client.arrive();

        client.write("/history 1\n/ping\n");

        assertThat(client.next(3)).containsExactly("* 0 from the history of #lobby", "* end of history", "* pong");
    }

    /** The gate opened when the join had its answer, while that waited behind an earlier one: the old room got the line. */
    @Test
    void aLineBehindAJoinGoesToTheNewRoom() {
        int rounds = 30;
        for (int i = 0; i < rounds; i++) {
            LineClient client = server.text()
                    .write("one\ntwo\nthree\n/join #private" + i + "\nsecret\n/history 9\n")
                    .finish();
            String name = client.greeted();
            assertThat(client.rest())
                    .endsWith("* 1 from the history of #private" + i, "<" + name + "> secret", "* end of history");
        }
        LineClient reader = server.text();
        reader.type("/history 500");
        reader.skipTo("* " + 3 * rounds + " from the history of #lobby");
        assertThat(reader.next(3 * rounds)).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aTopicIsSeenByWhoHasJustSetIt() {
        LineClient client = server.text().write("/topic Tea at five\n/topic\n").finish();
        client.greeted();

        assertThat(client.rest()).contains("* topic: Tea at five");
    }
}
