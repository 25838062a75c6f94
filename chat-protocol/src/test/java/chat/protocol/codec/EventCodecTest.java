// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.PresenceState;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final RoomName ROOM = new RoomName("#r");
    private static final AccountName ANN = new AccountName("Ann");
    private static final String PRODUCER = "0123456789abcdef0123456789abcdef";
    private static final String ENTRY = "\"room\":\"#r\",\"seq\":5,\"at\":7,\"from\":\"Ann\"";

    private final EventCodec codec = new EventCodec();

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        new Event.Welcome(
                                1,
                                "s",
                                ANN,
                                "p",
                                new ProducerId(PRODUCER),
                                "fsync",
                                new Event.Limits(1, 2, 3, 4, 5),
                                30),
                        "{\"type\":\"welcome\",\"protocol\":1,\"server\":\"s\",\"name\":\"Ann\",\"resume\":\"p\",\"producer\":\""
                                + PRODUCER
                                + "\",\"durability\":\"fsync\",\"limits\":{\"frameBytes\":1,\"textBytes\":2,\"inFlight\":3,"
                                + "\"historyEntries\":4,\"rooms\":5},\"heartbeatSeconds\":30}"),
                Arguments.of(
                        new Event.Joined("1", ROOM, "e", 9, true, "t"),
                        "{\"type\":\"joined\",\"ref\":\"1\",\"room\":\"#r\",\"epoch\":\"e\",\"head\":9,\"recovered\":true,\"topic\":\"t\"}"),
                Arguments.of(
                        entry(new RoomEvent.Message(3, "h\u00e9\ud83d\ude00\n\u2028")),
                        "{\"type\":\"message\"," + ENTRY + ",\"id\":3,\"text\":\"h\u00e9\ud83d\ude00\\n\u2028\"}"),
                Arguments.of(entry(new RoomEvent.TopicChanged("")), "{\"type\":\"topic\"," + ENTRY + ",\"text\":\"\"}"),
                Arguments.of(entry(new RoomEvent.MemberJoined()), "{\"type\":\"member-joined\"," + ENTRY + "}"),
                Arguments.of(entry(new RoomEvent.MemberLeft()), "{\"type\":\"member-left\"," + ENTRY + "}"),
                Arguments.of(
                        new Event.Sent("1", ROOM, 3, 5, 7, false),
                        "{\"type\":\"sent\",\"ref\":\"1\",\"room\":\"#r\",\"id\":3,\"seq\":5,\"at\":7}"),
                Arguments.of(
                        new Event.Sent("1", ROOM, 3, 5, 7, true),
                        "{\"type\":\"sent\",\"ref\":\"1\",\"room\":\"#r\",\"id\":3,\"seq\":5,\"at\":7,\"duplicate\":true}"),
                Arguments.of(
                        new Event.Page("1", ROOM, List.of(), false),
                        "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[],\"complete\":false}"),
                Arguments.of(
                        new Event.Page(
                                "1",
                                ROOM,
                                List.of(entry(new RoomEvent.Message(3, "a")), entry(new RoomEvent.MemberLeft())),
                                true),
                        "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[{\"type\":\"message\"," + ENTRY
                                + ",\"id\":3,\"text\":\"a\"},{\"type\":\"member-left\"," + ENTRY
                                + "}],\"complete\":true}"),
                Arguments.of(
                        new Event.RoomList(
                                "1", List.of(new Event.RoomSummary(ROOM, 2, "t"), new Event.RoomSummary(ROOM, 0, ""))),
                        "{\"type\":\"rooms\",\"ref\":\"1\",\"rooms\":[{\"room\":\"#r\",\"members\":2,\"topic\":\"t\"},"
                                + "{\"room\":\"#r\",\"members\":0,\"topic\":\"\"}]}"),
                Arguments.of(
                        new Event.MemberList("1", ROOM, List.of(new Event.Member(ANN, PresenceState.ONLINE))),
                        "{\"type\":\"members\",\"ref\":\"1\",\"room\":\"#r\",\"members\":[{\"name\":\"Ann\",\"state\":\"online\"}]}"),
                Arguments.of(new Event.Ok("1"), "{\"type\":\"ok\",\"ref\":\"1\"}"),
                Arguments.of(new Event.Pong("1", null), "{\"type\":\"pong\",\"ref\":\"1\"}"),
                Arguments.of(new Event.Pong("1", "d"), "{\"type\":\"pong\",\"ref\":\"1\",\"data\":\"d\"}"),
                Arguments.of(
                        new Event.Presence(ROOM, ANN, PresenceState.OFFLINE, null),
                        "{\"type\":\"presence\",\"room\":\"#r\",\"name\":\"Ann\",\"state\":\"offline\"}"),
                Arguments.of(
                        new Event.Presence(ROOM, ANN, PresenceState.ONLINE, new AccountName("guest-1")),
                        "{\"type\":\"presence\",\"room\":\"#r\",\"name\":\"Ann\",\"state\":\"online\",\"formerly\":\"guest-1\"}"),
                Arguments.of(
                        new Event.Gap(ROOM, "e", 1, 4),
                        "{\"type\":\"gap\",\"room\":\"#r\",\"epoch\":\"e\",\"from\":1,\"to\":4}"),
                Arguments.of(
                        new Event.Rejected(null, ErrorCode.BAD_JSON, "m", null),
                        "{\"type\":\"error\",\"code\":\"bad-json\",\"message\":\"m\"}"),
                Arguments.of(
                        new Event.Rejected("1", ErrorCode.RATE_LIMITED, "m", 100L),
                        "{\"type\":\"error\",\"ref\":\"1\",\"code\":\"rate-limited\",\"message\":\"m\",\"retryAfterMillis\":100}"),
                Arguments.of(
                        new Event.Goodbye(4000, "r", null), "{\"type\":\"goodbye\",\"code\":4000,\"reason\":\"r\"}"),
                Arguments.of(
                        new Event.Goodbye(4000, "r", 5L),
                        "{\"type\":\"goodbye\",\"code\":4000,\"reason\":\"r\",\"reconnectAfterMillis\":5}"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void isWrittenLikeThisAndRead(Event event, String json) {
        ByteBuf out = Unpooled.buffer();

        codec.encode(event, out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(codec.decode(out)).isEqualTo(event);
    }

    @Test
    void anUnknownTypeWithAPlaceInARoomIsAnEntry() {
        assertThat(decode("{\"type\":\"edit\"," + ENTRY + ",\"of\":3}"))
                .isEqualTo(entry(new RoomEvent.Unrecognised("edit")));
        assertThat(decode("{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[{\"type\":\"edit\"," + ENTRY
                        + "}],\"complete\":true}"))
                .isEqualTo(new Event.Page("1", ROOM, List.of(entry(new RoomEvent.Unrecognised("edit"))), true));
    }

    /** An id that is out of range made a whole page of history unreadable. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"id\":0,\"text\":\"a\"", "\"id\":\"x\",\"text\":\"a\"", "\"id\":3,\"text\":5", "\"id\":3"})
    void anEntryThatMakesNoSenseDoesNotCostItsPage(String fields) {
        assertThat(decode("{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[{\"type\":\"message\"," + ENTRY
                        + "," + fields + "},{\"type\":\"member-left\"," + ENTRY + "}],\"complete\":true}"))
                .isEqualTo(new Event.Page(
                        "1",
                        ROOM,
                        List.of(entry(new RoomEvent.Unrecognised("message")), entry(new RoomEvent.MemberLeft())),
                        true));
    }

    @Test
    void anyOtherUnknownTypeIsUnrecognised() {
        assertThat(decode("{\"type\":\"typing\",\"room\":\"#r\"}")).isEqualTo(new Event.Unrecognised("typing"));
        assertThat(decode("{\"type\":\"unrecognised\"}")).isEqualTo(new Event.Unrecognised("unrecognised"));
    }

    @Test
    void anUnknownCodeKeepsItsMessage() {
        assertThat(decode("{\"type\":\"error\",\"code\":\"later\",\"message\":\"m\"}"))
                .isEqualTo(new Event.Rejected(null, ErrorCode.UNRECOGNISED, "m", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"type\":\"message\",\"room\":\"#r\"}                              | MISSING_FIELD | message needs seq (an integer)",
                "{\"type\":\"ok\"}                                                   | MISSING_FIELD | ok needs ref (a string)",
                "{\"type\":\"joined\",\"ref\":\"1\",\"room\":\"#r\",\"epoch\":\"e\",\"head\":0,\"recovered\":1,\"topic\":\"\"} | BAD_FIELD | recovered: an integer (expected: true or false)",
                "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":{},\"complete\":true}          | BAD_FIELD | entries: an object (expected: an array of objects)",
                "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[1],\"complete\":true}         | BAD_FIELD | entries: an array of other things",
                "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[null],\"complete\":true}      | BAD_FIELD | entries: an array of other things",
                "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[{\"type\":\"edit\"}],\"complete\":true} | MISSING_FIELD | page needs entries[].room",
                "{\"type\":\"page\",\"ref\":\"1\",\"room\":\"#r\",\"entries\":[{\"type\":\"ok\",\"room\":\"#r\",\"seq\":5,\"at\":7,\"from\":\"Ann\"}],\"complete\":true} | BAD_FIELD | type: not an entry",
                "{\"type\":\"rooms\",\"ref\":\"1\",\"rooms\":5}                          | BAD_FIELD     | rooms: an integer",
                "{\"type\":\"welcome\"}                                              | MISSING_FIELD | welcome needs limits (an object)",
                "{\"type\":\"goodbye\",\"code\":\"4000\",\"reason\":\"\"}                    | BAD_FIELD     | code: a string",
                "{}                                                              | MISSING_FIELD | needs type",
                "[]                                                              | BAD_JSON      | not an object"
            })
    void aBrokenEventIsRejected(String json, ErrorCode code, String message) {
        RejectedException rejected = catchThrowableOfType(RejectedException.class, () -> decode(json));

        assertThat(rejected).isNotNull();
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.reason()).contains(message);
    }

    private Event decode(String json) {
        return codec.decode(Bytes.payload(json));
    }

    private static LogEntry entry(RoomEvent event) {
        return new LogEntry(ROOM, 5, 7, ANN, event);
    }
}
