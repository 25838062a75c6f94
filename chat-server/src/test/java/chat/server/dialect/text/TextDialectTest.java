// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.PresenceState;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextDialectTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName GARDEN = new RoomName("#garden");
    private static final AccountName ANN = new AccountName("ann");
    private static final int LINE_BYTES = 40;

    private final TextDialect dialect = new TextDialect(LOBBY, LINE_BYTES);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void connect() {
        List<ChannelHandler> handlers = new ArrayList<>(dialect.handlers(() -> true));
        for (int i = handlers.size() - 1; i >= 0; i--) {
            channel.pipeline().addFirst(handlers.get(i));
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoeverConnectsIsAGuestAndInTheDefaultRoomWhenLetIn() {
        assertThat(read()).containsExactly(new Command.Hello(Command.PROTOCOL_VERSION, "text", null, null, null));
        assertThat(typed("one\n")).as("not let in").containsExactly(say("one"));
        written(welcome());
        assertThat(typed("two\n")).containsExactly(new Command.Join("", LOBBY, null, null), say("two"));
        assertThat(typed("three\n")).containsExactly(say("three"));
    }

    @Test
    void whoeverSignsInComesBackToTheRoomInWhichTheyAre() {
        written(joined(GARDEN, ""));
        Credentials credentials = new Credentials.OfAccount(new AccountName("ann"), new Secret("a pass  word"));
        assertThat(typed("/login ann a pass  word \n"))
                .containsExactly(new Command.Hello(Command.PROTOCOL_VERSION, "text", null, null, null, credentials));
        written(welcome());
        assertThat(typed("hi\n"))
                .containsExactly(new Command.Join("", GARDEN, null, null), new Command.Send("", GARDEN, "hi", null));
    }

    @Test
    void aBanMayBeOfTheAddressToo() {
        AccountName bob = new AccountName("bob");
        assertThat(
                        typed(
                                "/ban bob address 2h rude words\n/ban bob  address\n/ban bob address rude\n/ban bob addresses\n"))
                .containsExactly(
                        new Command.Moderate("", LOBBY, Measure.BAN, bob, 7200L, "rude words", true),
                        new Command.Moderate("", LOBBY, Measure.BAN, bob, null, null, true),
                        new Command.Moderate("", LOBBY, Measure.BAN, bob, null, "rude", true),
                        new Command.Moderate("", LOBBY, Measure.BAN, bob, null, "addresses", false));
        assertThat(typed("/mute bob address 2h\n/mute bob 2h  rude words\n"))
                .containsExactly(
                        new Command.Moderate("", LOBBY, Measure.MUTE, bob, null, "address 2h"),
                        new Command.Moderate("", LOBBY, Measure.MUTE, bob, 7200L, "rude words"));
        assertThat(written(new Event.Ok("", null, "bob is banned by name only")))
                .isEqualTo("* bob is banned by name only\r\n");
    }

    @Test
    void accountCommandsAreUnderstoodAndShowNothingSecret() {
        assertThat(typed("/register ann pw invite_3_x\n"))
                .singleElement()
                .isInstanceOfSatisfying(Command.Register.class, register -> {
                    assertThat(register.account()).isEqualTo(new AccountName("ann"));
                    assertThat(register.password()).isEqualTo(new Secret("pw"));
                    assertThat(register.invite()).isEqualTo(new Secret("invite_3_x"));
                    assertThat(register.ref()).doesNotContain("pw");
                });
        assertThat(typed("/password pw xq\n"))
                .containsExactly(new Command.ChangePassword(
                        "the password has been changed", new Secret("pw"), new Secret("xq")));
        assertRejected("/login ann\n", ErrorCode.MISSING_FIELD);
        assertRejected("/register ann\n", ErrorCode.BAD_FIELD);
        assertRejected("/register ann correct horse\n", ErrorCode.INVITE_INVALID);
        assertRejected("/password a b c\n", ErrorCode.BAD_FIELD);
    }

    @Test
    void aPlainLineIsAMessage() {
        assertThat(typed("hello there\r\n")).containsExactly(say("hello there"));
        assertThat(typed("quit now\n")).containsExactly(say("quit now"));
        assertThat(typed("  indented\n")).containsExactly(say("  indented"));
        assertThat(typed("//join is a command\n")).containsExactly(say("/join is a command"));
        assertThat(typed("\r\n \t \n")).as("nothing is no message").isEmpty();
    }

    @Test
    void everySlashCommandIsACommand() {
        assertThat(typed("/join #garden\n")).containsExactly(new Command.Join("", GARDEN, null, null));
        assertThat(typed("/JOIN  Garden \n")).containsExactly(new Command.Join("", GARDEN, null, null));
        assertThat(typed("/nick bob\n")).containsExactly(new Command.Nick("you are now bob", new AccountName("bob")));
        assertThat(typed("/who\n")).containsExactly(new Command.Members("", LOBBY));
        assertThat(typed("/who #garden\n/who garden\n"))
                .containsExactly(new Command.Members("", GARDEN), new Command.Members("", GARDEN));
        assertThat(typed("/me  thinks\n")).containsExactly(say("/me thinks"));
        assertRejected("/me\n", ErrorCode.MISSING_FIELD);
        assertThat(typed("/rooms\n")).containsExactly(new Command.Rooms(""));
        assertThat(typed("/history\n")).containsExactly(new Command.History("", LOBBY, new HistoryRange.Newest(), 20));
        assertThat(typed("/history 5\n")).containsExactly(new Command.History("", LOBBY, new HistoryRange.Newest(), 5));
        assertThat(typed("/topic tea and cake\n")).containsExactly(new Command.Topic("", LOBBY, "tea and cake"));
        assertThat(typed("/topic -\n")).containsExactly(new Command.Topic("", LOBBY, ""));
        assertThat(typed("/topic\n")).containsExactly(new Command.Rooms(TextCommands.TOPIC_ONLY));
        assertThat(typed("/ping\n")).containsExactly(new Command.Ping("", null));
        assertThat(typed("/help\n")).containsExactly(new Command.Ping(TextCommands.HELP, null));
        assertThat(typed("/quit\n")).containsExactly(new Command.Quit());
        assertThat(typed("quit\n")).containsExactly(new Command.Quit());
    }

    @Test
    void whatIsWrongIsSaidAndTheConnectionGoesOn() {
        assertRejected("/dance\n", ErrorCode.UNKNOWN_COMMAND);
        assertRejected("/\n", ErrorCode.UNKNOWN_COMMAND);
        assertRejected("/join\n", ErrorCode.MISSING_FIELD);
        assertRejected("/join #a b\n", ErrorCode.NAME_CHARACTERS);
        assertRejected("/nick\n", ErrorCode.NAME_EMPTY);
        assertRejected("/nick a b\n", ErrorCode.NAME_CHARACTERS);
        assertRejected("/history 0\n", ErrorCode.BAD_FIELD);
        assertRejected("/history many\n", ErrorCode.BAD_FIELD);
        assertRejected("/leave\n", ErrorCode.NOT_JOINED);
        assertThat(typed("still here\n")).containsExactly(say("still here"));
    }

    @Test
    void aLineThatIsTooLongIsLeftOut() {
        assertThat(typed("x".repeat(LINE_BYTES) + "\n")).containsExactly(say("x".repeat(LINE_BYTES)));
        assertRejected("x".repeat(LINE_BYTES + 1) + "\n", ErrorCode.LINE_TOO_LONG);
        assertRejected("x".repeat(10_000), ErrorCode.LINE_TOO_LONG);
        assertThat(typed("the rest of it\nafter it\n")).containsExactly(say("after it"));
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(typed("one\ntwo")).containsExactly(say("one"));

        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(read()).containsExactly(say("two"));
    }

    @Test
    void aLineIsForTheRoomThatWasJoinedLast() {
        written(joined(LOBBY, ""));
        assertThat(typed("ho\n")).contains(new Command.Send("", LOBBY, "ho", null));

        assertThat(written(joined(GARDEN, "flowers"))).isEqualTo("* you are in #garden, topic: flowers\r\n");

        assertThat(typed("hi\n")).containsExactly(new Command.Send("", GARDEN, "hi", null));
        assertThat(typed("/leave\n")).containsExactly(new Command.Join("", LOBBY, null, null));
    }

    @Test
    void aMessageOfSeveralLinesCannotFakeASender() {
        assertThat(written(message("hi\r\n<bob> I owe you\n* bob has gone\u2028<bob> yes\rx")))
                .isEqualTo(
                        "<ann> hi\r\n<ann> <bob> I owe you\r\n<ann> * bob has gone\r\n<ann> <bob> yes\r\n<ann> x\r\n");
    }

    /** Else {@code /me has gone} would look as if the server said it. */
    @Test
    void whatSomebodyDoesIsNoNotice() {
        assertThat(written(message("/me has gone\n* bob has gone")))
                .isEqualTo("** ann has gone\r\n** ann * bob has gone\r\n");
        assertThat(written(message("/me "))).isEqualTo("<ann> /me \r\n");
        assertThat(written(message("/mean"))).isEqualTo("<ann> /mean\r\n");
    }

    @Test
    void whoComesBackToARoomIsToldThatSomeOfItIsNotNew() {
        written(joined(GARDEN, ""));
        written(joined(LOBBY, ""));
        assertThat(written(new Event.Joined("", GARDEN, "e", 3, true, "tea")))
                .isEqualTo("* you are in #garden, topic: tea\r\n"
                        + "* the last messages of #garden, those that you have seen too:\r\n");
        assertThat(written(new Event.Joined("", LOBBY, "e", 0, true, ""))).isEqualTo("* you are in #lobby\r\n");
    }

    @Test
    void controlCharactersAreVisible() {
        assertThat(written(message("\u001b[2Jgone\u0007 \u202eabc \u009b31m")))
                .isEqualTo("<ann> ^[[2Jgone^G \\u{202e}abc \\x9b31m\r\n");
        assertThat(written(new LogEntry(LOBBY, 1, 0, ANN, new RoomEvent.TopicChanged("a\nb\u001b"))))
                .isEqualTo("* ann set the topic: a b^[\r\n");
        assertThat(written(joined(LOBBY, "a\r\n<bob> b"))).isEqualTo("* you are in #lobby, topic: a <bob> b\r\n");
    }

    @Test
    void everythingElseIsANotice() {
        assertThat(written(new Event.Sent("", LOBBY, 1, 1, 0, false))).isEmpty();
        assertThat(written(new Event.Ok(""))).isEmpty();
        assertThat(written(new Event.Ok("you are now bob"))).isEqualTo("* you are now bob\r\n");
        assertThat(written(new Event.Pong("", null))).isEqualTo("* pong\r\n");
        assertThat(written(new Event.Gap(LOBBY, "e", 3, 9))).isEqualTo("* messages 3 to 9 are missing here\r\n");
        assertThat(written(new Event.Rejected(null, ErrorCode.TEXT_EMPTY, "no\ntext", null)))
                .isEqualTo("* error text-empty: no text\r\n");
        assertThat(written(new Event.Presence(LOBBY, ANN, PresenceState.ONLINE, null)))
                .isEqualTo("* ann is here\r\n");
        assertThat(written(new Event.Presence(LOBBY, ANN, PresenceState.OFFLINE, null)))
                .isEqualTo("* ann has gone\r\n");
        assertThat(written(new Event.Presence(LOBBY, new AccountName("bob"), PresenceState.ONLINE, ANN)))
                .isEqualTo("* ann is now bob\r\n");
        assertThat(written(new Event.MemberList("", LOBBY, List.of(new Event.Member(ANN, PresenceState.ONLINE)))))
                .isEqualTo("* in #lobby (1): ann\r\n");
        assertThat(written(new Event.RoomList("", List.of(new Event.RoomSummary(LOBBY, 2, "tea")))))
                .isEqualTo("* #lobby (2) tea\r\n");
        assertThat(written(new Event.Goodbye(CloseReason.QUIT.number(), "bye", null)))
                .startsWith("* goodbye: bye");
        assertThat(written(new Event.Page("", LOBBY, List.of(message("a")), true)))
                .isEqualTo("* 1 from the history of #lobby\r\n<ann> a\r\n* end of history\r\n");
    }

    @Test
    void helpAndTopicAreAnsweredByTheirRef() {
        assertThat(written(new Event.Pong(TextCommands.HELP, null)).lines())
                .hasSizeGreaterThan(3)
                .allMatch(line -> line.startsWith("* "));
        List<Event.RoomSummary> rooms =
                List.of(new Event.RoomSummary(GARDEN, 1, "flowers"), new Event.RoomSummary(LOBBY, 1, "tea"));
        assertThat(written(new Event.RoomList(TextCommands.TOPIC_ONLY, rooms))).isEqualTo("* topic: tea\r\n");
    }

    private List<Object> typed(String input) {
        read();
        channel.writeInbound(Unpooled.copiedBuffer(input, StandardCharsets.UTF_8));
        return read();
    }

    private void assertRejected(String input, ErrorCode code) {
        assertThat(typed(input)).singleElement().isInstanceOfSatisfying(RejectedException.class, rejection -> {
            assertThat(rejection.code()).isEqualTo(code);
        });
    }

    private List<Object> read() {
        List<Object> messages = new ArrayList<>();
        Object message = channel.readInbound();
        while (message != null) {
            messages.add(message);
            message = channel.readInbound();
        }
        return messages;
    }

    private String written(Event event) {
        channel.writeOutbound(event);
        StringBuilder text = new StringBuilder();
        ByteBuf bytes = channel.readOutbound();
        while (bytes != null) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
            bytes = channel.readOutbound();
        }
        return text.toString();
    }

    private static Command say(String text) {
        return new Command.Send("", LOBBY, text, null);
    }

    private static Event welcome() {
        return new Event.Welcome(
                1, "s", ANN, "proof", ProducerId.random(), "memory", new Event.Limits(1, 1, 1, 1, 1), 30);
    }

    private static Event joined(RoomName room, String topic) {
        return new Event.Joined("", room, "epoch", 0, true, topic);
    }

    private static LogEntry message(String text) {
        return new LogEntry(LOBBY, 1, 0, ANN, new RoomEvent.Message(1, text));
    }
}
