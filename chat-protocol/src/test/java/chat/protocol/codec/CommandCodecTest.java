// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.Position;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {

    private static final RoomName ROOM = new RoomName("#r");
    private static final AccountName ANN = new AccountName("Ann");
    private static final String PRODUCER = "0123456789abcdef0123456789abcdef";

    private final CommandCodec codec = new CommandCodec();

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of(
                        new Command.Hello(1, "c", null, null, null),
                        "{\"type\":\"hello\",\"protocol\":1,\"client\":\"c\"}"),
                Arguments.of(
                        new Command.Hello(1, "c", ANN, "proof", new ProducerId(PRODUCER)),
                        "{\"type\":\"hello\",\"protocol\":1,\"client\":\"c\",\"name\":\"Ann\",\"resume\":\"proof\",\"producer\":\""
                                + PRODUCER + "\"}"),
                Arguments.of(
                        new Command.Join("1", ROOM, null, null), "{\"type\":\"join\",\"ref\":\"1\",\"room\":\"#r\"}"),
                Arguments.of(
                        new Command.Join("1", ROOM, new Position("e", 5, 7L), 0),
                        "{\"type\":\"join\",\"ref\":\"1\",\"room\":\"#r\",\"after\":{\"epoch\":\"e\",\"seq\":5,\"at\":7},\"last\":0}"),
                Arguments.of(new Command.Leave("1", ROOM), "{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"#r\"}"),
                Arguments.of(
                        new Command.Send("1", ROOM, "\u00e9\"\\\n\u0001\u007f", 3L),
                        "{\"type\":\"send\",\"ref\":\"1\",\"room\":\"#r\",\"text\":\"\u00e9\\\"\\\\\\n\\u0001\u007f\",\"id\":3}"),
                Arguments.of(
                        new Command.History("1", ROOM, new HistoryRange.Newest(), 9),
                        "{\"type\":\"history\",\"ref\":\"1\",\"room\":\"#r\",\"limit\":9}"),
                Arguments.of(
                        new Command.History("1", ROOM, new HistoryRange.Before(4), 9),
                        "{\"type\":\"history\",\"ref\":\"1\",\"room\":\"#r\",\"before\":4,\"limit\":9}"),
                Arguments.of(
                        new Command.History("1", ROOM, new HistoryRange.After(0), 9),
                        "{\"type\":\"history\",\"ref\":\"1\",\"room\":\"#r\",\"after\":0,\"limit\":9}"),
                Arguments.of(
                        new Command.History("1", ROOM, new HistoryRange.At(5), 9),
                        "{\"type\":\"history\",\"ref\":\"1\",\"room\":\"#r\",\"at\":5,\"limit\":9}"),
                Arguments.of(new Command.Rooms(""), "{\"type\":\"rooms\",\"ref\":\"\"}"),
                Arguments.of(new Command.Members("1", ROOM), "{\"type\":\"members\",\"ref\":\"1\",\"room\":\"#r\"}"),
                Arguments.of(
                        new Command.Topic("1", ROOM, ""),
                        "{\"type\":\"topic\",\"ref\":\"1\",\"room\":\"#r\",\"text\":\"\"}"),
                Arguments.of(new Command.Nick("1", ANN), "{\"type\":\"nick\",\"ref\":\"1\",\"name\":\"Ann\"}"),
                Arguments.of(new Command.Ping("1", null), "{\"type\":\"ping\",\"ref\":\"1\"}"),
                Arguments.of(new Command.Ping("1", "d"), "{\"type\":\"ping\",\"ref\":\"1\",\"data\":\"d\"}"),
                Arguments.of(new Command.Quit(), "{\"type\":\"quit\"}"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isWrittenLikeThisAndRead(Command command, String json) {
        ByteBuf out = Unpooled.buffer();

        codec.encode(command, out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(codec.decode(out)).isEqualTo(command);
    }

    @Test
    void aFieldOfAnotherCommandIsIgnoredWhateverItIs() {
        assertThat(decode("{\"text\":[{}],\"id\":1.5,\"after\":true,\"ref\":\"1\",\"type\":\"ping\",\"token\":1}"))
                .isEqualTo(new Command.Ping("1", null));
        assertThat(decode("{\"ref\":5,\"type\":\"quit\"}")).isEqualTo(new Command.Quit());
    }

    @Test
    void nullForAnOptionalFieldIsAsIfItWereNotThere() {
        assertThat(decode("{\"type\":\"join\",\"ref\":\"1\",\"room\":\"#r\",\"after\":null,\"last\":null}"))
                .isEqualTo(new Command.Join("1", ROOM, null, null));
        assertThat(decode("{\"type\":\"hello\",\"protocol\":-9,\"client\":\"\",\"name\":null,\"resume\":null,"
                        + "\"producer\":null,\"account\":null,\"password\":null,\"token\":null}"))
                .isEqualTo(new Command.Hello(-9, "", null, null, null));
    }

    @Test
    void theNameOfARoomIsFolded() {
        assertThat(decode("{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"#R\"}"))
                .isEqualTo(new Command.Leave("1", ROOM));
    }

    @Test
    void theHighestNumbersAreTaken() {
        assertThat(decode("{\"type\":\"send\",\"ref\":\"1\",\"room\":\"#r\",\"text\":\"t\",\"id\":9007199254740991}"))
                .isEqualTo(new Command.Send("1", ROOM, "t", ClientMessageId.MAX_COUNTER));
        assertThat(decode("{\"type\":\"history\",\"ref\":\"1\",\"room\":\"#r\",\"limit\":2147483647}"))
                .isEqualTo(new Command.History("1", ROOM, new HistoryRange.Newest(), Integer.MAX_VALUE));
    }

    @Test
    void escapesAndRawCharactersAreTheSame() {
        Command expected = new Command.Ping("1", "\u00e9\ud83d\ude00/");
        assertThat(decode("{\"type\":\"p\\u0069ng\",\"ref\":\"1\",\"data\":\"\\u00e9\\ud83d\\ude00\\/\"}"))
                .isEqualTo(expected);
        assertThat(decode("{\"type\":\"ping\",\"ref\":\"1\",\"data\":\"\u00e9\ud83d\ude00/\"}"))
                .isEqualTo(expected);
    }

    @Test
    void halfOfASurrogatePairIsWrittenAsAQuestionMark() {
        ByteBuf out = Unpooled.buffer();

        codec.encode(new Command.Ping("1", "a\ud83d"), out);

        assertThat(codec.decode(out)).isEqualTo(new Command.Ping("1", "a?"));
    }

    private Command decode(String json) {
        return codec.decode(Bytes.payload(json));
    }
}
