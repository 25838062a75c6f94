// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import static chat.protocol.message.ErrorCode.BAD_FIELD;
import static chat.protocol.message.ErrorCode.BAD_JSON;
import static chat.protocol.message.ErrorCode.EMPTY_FRAME;
import static chat.protocol.message.ErrorCode.MISSING_FIELD;
import static chat.protocol.message.ErrorCode.NAME_CHARACTERS;
import static chat.protocol.message.ErrorCode.NAME_EMPTY;
import static chat.protocol.message.ErrorCode.NAME_TOO_LONG;
import static chat.protocol.message.ErrorCode.TEXT_CHARACTERS;
import static chat.protocol.message.ErrorCode.UNKNOWN_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of input that is no command, with the code, the {@code ref} and the words that answer it. */
class BadCommandTest {

    private static final String SEND = "{\"type\":\"send\",\"ref\":\"1\",\"room\":\"#r\",";
    private static final String JOIN = "{\"type\":\"join\",\"ref\":\"1\",\"room\":\"#r\",";
    private static final String HISTORY = "{\"type\":\"history\",\"ref\":\"1\",\"room\":\"#r\",";
    private static final String HELLO = "{\"type\":\"hello\",\"protocol\":1,\"client\":\"c\",";

    private final CommandCodec codec = new CommandCodec();

    static Stream<Arguments> noJson() {
        return Stream.of(
                bad("", EMPTY_FRAME, null, "empty frame"),
                bad(" ", BAD_JSON, null, "not an object"),
                bad("x", BAD_JSON, null, "not JSON"),
                bad("[]", BAD_JSON, null, "not an object"),
                bad("null", BAD_JSON, null, "not an object"),
                bad("\"type\"", BAD_JSON, null, "not an object"),
                bad("1", BAD_JSON, null, "not an object"),
                bad("{", BAD_JSON, null, "not JSON"),
                bad("{\"type\"", BAD_JSON, null, "not JSON"),
                bad("{\"type\":", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\"", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\",}", BAD_JSON, null, "not JSON"),
                bad("{type:\"quit\"}", BAD_JSON, null, "not JSON"),
                bad("{'type':'quit'}", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\"}}", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\"} x", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\"}{\"type\":\"quit\"}", BAD_JSON, null, "something follows"),
                bad("{\"type\":\"quit\"}1", BAD_JSON, null, "something follows"),
                bad("{\"ref\":\"1\",\"type\":\"quit\"}[]", BAD_JSON, "1", "something follows"),
                bad("{\"type\":\"quit\",\"x\":NaN}", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\",\"x\":01}", BAD_JSON, null, "not JSON"),
                bad("{\"type\":\"quit\"/**/}", BAD_JSON, null, "not JSON"),
                bad("{\"ref\":\"1\",\"type\":\"a<0a>b\"}", BAD_JSON, "1", "not JSON"),
                bad("{\"ref\":\"1\",\"type\":\"a\\x\"}", BAD_JSON, "1", "not JSON"),
                bad("{\"type\":\"quit\",\"type\":\"quit\"}", BAD_JSON, null, "the field type comes twice"),
                bad("{\"ref\":\"1\",\"x\":1,\"ref\":null}", BAD_JSON, "1", "the field ref comes twice"),
                bad(JOIN + "\"after\":{\"seq\":1,\"seq\":2}}", BAD_JSON, "1", "the field seq comes twice"),
                bad("{\"ref\":\"1\",\"x\":" + "[".repeat(50) + "]".repeat(50) + "}", BAD_JSON, "1", "nests deeper"),
                bad("{\"ref\":\"1\",\"after\":".repeat(1) + "{\"after\":".repeat(5000), BAD_JSON, "1", "nests deeper"),
                bad("{\"ref\":\"1\",\"x\":" + "9".repeat(1000) + "}", BAD_JSON, "1", "number longer"),
                bad("{\"ref\":\"1\",\"" + "n".repeat(60_000) + "\":1}", BAD_JSON, "1", "name longer"));
    }

    static Stream<Arguments> noUtf8() {
        return Stream.of(
                        "<c0 80>",
                        "<c0 af>",
                        "<c1 bf>",
                        "<e0 80 80>",
                        "<e0 9f bf>",
                        "<f0 80 80 80>",
                        "<f0 8f bf bf>",
                        "<ed a0 80>",
                        "<ed bf bf>",
                        "<ed a0 bd ed b8 80>",
                        "<f4 90 80 80>",
                        "<f5 80 80 80>",
                        "<ff>",
                        "<fe>",
                        "<80>",
                        "<bf>",
                        "<c3>",
                        "<e2 82>",
                        "<f0 9f 98>",
                        "<c3 28>",
                        "<e2 28 a1>",
                        "<f0 9f 28 80>",
                        "<f8 88 80 80 80>",
                        "<00>")
                .map(bytes -> bad(SEND + "\"text\":\"" + bytes + "\"}", BAD_JSON, null, "byte 45 is not UTF-8"));
    }

    static Stream<Arguments> otherEncodings() {
        return Stream.of(
                bad("<00 7b 00 7d>", BAD_JSON, null, "byte 0 is not UTF-8"),
                bad("<7b 00 7d 00>", BAD_JSON, null, "byte 1 is not UTF-8"),
                bad("<fe ff 00 7b 00 7d>", BAD_JSON, null, "byte 0 is not UTF-8"),
                bad("<7b 00 00 00 7d 00 00 00>", BAD_JSON, null, "byte 1 is not UTF-8"),
                bad("{\"type\":\"quit\"}<c3>", BAD_JSON, null, "byte 15 is not UTF-8"));
    }

    static Stream<Arguments> noCommand() {
        return Stream.of(
                bad("{}", MISSING_FIELD, null, "an object needs type (a string)"),
                bad("{\"type\":null,\"ref\":\"1\"}", MISSING_FIELD, "1", "needs type (a string)"),
                bad("{\"type\":7,\"ref\":\"1\"}", BAD_FIELD, "1", "type: an integer (expected: a string)"),
                bad("{\"type\":[],\"ref\":\"1\"}", BAD_FIELD, "1", "type: an array (expected: a string)"),
                bad(
                        "{\"type\":\"nope\",\"ref\":\"1\"}",
                        UNKNOWN_TYPE,
                        "1",
                        "unknown type \"nope\" (expected: one of hello,"),
                bad("{\"type\":\"SEND\",\"ref\":\"1\"}", UNKNOWN_TYPE, "1", "unknown type \"SEND\""),
                bad("{\"type\":\"\",\"ref\":\"1\"}", UNKNOWN_TYPE, "1", "unknown type \"\""),
                bad("{\"type\":\"\\u001b[2J\"}", UNKNOWN_TYPE, null, "unknown type \"^[[2J\""),
                bad("{\"type\":\"" + "x".repeat(99) + "\"}", UNKNOWN_TYPE, null, "\"" + "x".repeat(31) + "\u2026\""),
                bad("{\"type\":\"message\"}", UNKNOWN_TYPE, null, "unknown type \"message\""),
                bad(
                        "{\"type\":\"moderate\",\"ref\":\"1\",\"room\":\"#a\",\"measure\":\"mute\",\"name\":\"bob\",\"address\":true}",
                        BAD_FIELD,
                        "1",
                        "address: mute is of a name alone (expected: ban)"));
    }

    static Stream<Arguments> badRefs() {
        return Stream.of(
                bad("{\"type\":\"rooms\"}", MISSING_FIELD, null, "rooms needs ref (a string)"),
                bad("{\"type\":\"rooms\",\"ref\":null}", MISSING_FIELD, null, "rooms needs ref"),
                bad(
                        "{\"type\":\"rooms\",\"ref\":1}",
                        BAD_FIELD,
                        null,
                        "ref: an integer (expected: a string of at most 64"),
                bad("{\"type\":\"rooms\",\"ref\":true}", BAD_FIELD, null, "ref: a boolean"),
                bad("{\"type\":\"rooms\",\"ref\":{}}", BAD_FIELD, null, "ref: an object"),
                bad(
                        "{\"type\":\"rooms\",\"ref\":\"" + "r".repeat(65) + "\"}",
                        BAD_FIELD,
                        null,
                        "a string of 65 characters"),
                bad(
                        "{\"type\":\"rooms\",\"ref\":\"\\ud800\"}",
                        BAD_FIELD,
                        null,
                        "ref: a string with half of a surrogate"));
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                bad(SEND + "\"x\":1}", MISSING_FIELD, "1", "send needs text (a string)"),
                bad(SEND + "\"text\":null}", MISSING_FIELD, "1", "send needs text (a string)"),
                bad(SEND + "\"text\":5}", BAD_FIELD, "1", "text: an integer (expected: a string)"),
                bad(SEND + "\"text\":\"\\ud83d\"}", TEXT_CHARACTERS, "1", "text: half of a surrogate pair"),
                bad(SEND + "\"text\":\"\\ude00\\ud83d\"}", TEXT_CHARACTERS, "1", "half of a surrogate pair"),
                bad(
                        "{\"type\":\"send\",\"text\":\"t\",\"ref\":\"1\"}",
                        MISSING_FIELD,
                        "1",
                        "send needs room (a string)"),
                bad(
                        "{\"type\":\"send\",\"text\":7,\"room\":\"#r\",\"x\":{\"y\":[1]},\"ref\":\"late\"}",
                        BAD_FIELD,
                        "late",
                        "text: "),
                bad("{\"type\":\"leave\",\"ref\":\"1\"}", MISSING_FIELD, "1", "leave needs room (a string)"),
                bad("{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"r\"}", NAME_CHARACTERS, "1", "does not begin with #"),
                bad("{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"#\"}", NAME_EMPTY, "1", "room name is empty"),
                bad("{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"#a b\"}", NAME_CHARACTERS, "1", "U+0020"),
                bad(
                        "{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"#" + "a".repeat(65) + "\"}",
                        NAME_TOO_LONG,
                        "1",
                        "too long"),
                bad(
                        "{\"type\":\"leave\",\"ref\":\"1\",\"room\":\"#" + "a".repeat(60_000) + "\"}",
                        NAME_TOO_LONG,
                        "1",
                        "too long"),
                bad("{\"type\":\"nick\",\"ref\":\"1\"}", MISSING_FIELD, "1", "nick needs name (a string)"),
                bad("{\"type\":\"nick\",\"ref\":\"1\",\"name\":\"\"}", NAME_EMPTY, "1", "name is empty"),
                bad("{\"type\":\"nick\",\"ref\":\"1\",\"name\":\"\\u202eevil\"}", NAME_CHARACTERS, "1", "U+202E"),
                bad(
                        "{\"type\":\"nick\",\"ref\":\"1\",\"name\":\"a\\ud800\"}",
                        BAD_FIELD,
                        "1",
                        "half of a surrogate pair"),
                bad(
                        "{\"type\":\"topic\",\"ref\":\"1\",\"room\":\"#r\"}",
                        MISSING_FIELD,
                        "1",
                        "topic needs text (a string)"),
                bad("{\"type\":\"members\",\"ref\":\"1\",\"room\":[]}", BAD_FIELD, "1", "room: an array"),
                bad("{\"type\":\"ping\",\"ref\":\"1\",\"data\":1}", BAD_FIELD, "1", "data: an integer"),
                bad(
                        "{\"type\":\"ping\",\"ref\":\"1\",\"data\":\"" + "d".repeat(257) + "\"}",
                        BAD_FIELD,
                        "1",
                        "at most 256"));
    }

    static Stream<Arguments> badNumbers() {
        return Stream.of(
                bad(
                        SEND + "\"text\":\"t\",\"id\":0}",
                        BAD_FIELD,
                        "1",
                        "id: an integer out of range (expected: an integer from 1 to"),
                bad(SEND + "\"text\":\"t\",\"id\":-1}", BAD_FIELD, "1", "id: an integer out of range"),
                bad(SEND + "\"text\":\"t\",\"id\":9007199254740992}", BAD_FIELD, "1", "id: an integer out of range"),
                bad(
                        SEND + "\"text\":\"t\",\"id\":18446744073709551617}",
                        BAD_FIELD,
                        "1",
                        "id: an integer out of range"),
                bad(SEND + "\"text\":\"t\",\"id\":1.0}", BAD_FIELD, "1", "id: a number with a fraction or an exponent"),
                bad(SEND + "\"text\":\"t\",\"id\":1e3}", BAD_FIELD, "1", "id: a number with a fraction or an exponent"),
                bad(SEND + "\"text\":\"t\",\"id\":\"1\"}", BAD_FIELD, "1", "id: a string"),
                bad(SEND + "\"text\":\"t\",\"id\":true}", BAD_FIELD, "1", "id: a boolean"),
                bad(HISTORY + "\"x\":1}", MISSING_FIELD, "1", "history needs limit (an integer)"),
                bad(HISTORY + "\"limit\":0}", BAD_FIELD, "1", "limit: an integer out of range"),
                bad(HISTORY + "\"limit\":2147483648}", BAD_FIELD, "1", "limit: an integer out of range"),
                bad(HISTORY + "\"limit\":1,\"before\":0}", BAD_FIELD, "1", "before: an integer out of range"),
                bad(HISTORY + "\"limit\":1,\"after\":-1}", BAD_FIELD, "1", "after: an integer out of range"),
                bad(HISTORY + "\"limit\":1,\"after\":{\"seq\":1}}", BAD_FIELD, "1", "after: an object"),
                bad(HISTORY + "\"limit\":1,\"at\":-1}", BAD_FIELD, "1", "at: an integer out of range"),
                bad(HISTORY + "\"limit\":1,\"at\":1,\"before\":1}", BAD_FIELD, "1", "before, after, at: more than one"),
                bad(HISTORY + "\"limit\":1,\"after\":1,\"before\":1}", BAD_FIELD, "1", "more than one"),
                bad(HISTORY + "\"limit\":1,\"after\":1,\"at\":1}", BAD_FIELD, "1", "more than one"),
                bad(JOIN + "\"last\":-1}", BAD_FIELD, "1", "last: an integer out of range"),
                bad(JOIN + "\"last\":\"all\"}", BAD_FIELD, "1", "last: a string"),
                bad(JOIN + "\"after\":5}", BAD_FIELD, "1", "after: an integer (expected: an object)"),
                bad(JOIN + "\"after\":[1]}", BAD_FIELD, "1", "after: an array (expected: an object)"),
                bad(JOIN + "\"after\":{}}", MISSING_FIELD, "1", "join needs after.epoch (a string)"),
                bad(JOIN + "\"after\":{\"epoch\":\"e\"}}", MISSING_FIELD, "1", "join needs after.seq (an integer)"),
                bad(
                        JOIN + "\"after\":{\"epoch\":\"e\",\"seq\":-1}}",
                        BAD_FIELD,
                        "1",
                        "after.seq: an integer out of range"),
                bad(JOIN + "\"after\":{\"epoch\":\"e\",\"seq\":1,\"at\":\"x\"}}", BAD_FIELD, "1", "after.at: a string"),
                bad(JOIN + "\"after\":{\"epoch\":\"\",\"seq\":1}}", BAD_FIELD, "1", "after.epoch"),
                bad(
                        JOIN + "\"after\":{\"epoch\":\"" + "e".repeat(65) + "\",\"seq\":1}}",
                        BAD_FIELD,
                        "1",
                        "after.epoch"));
    }

    static Stream<Arguments> badHellos() {
        return Stream.of(
                bad("{\"type\":\"hello\",\"client\":\"c\"}", MISSING_FIELD, null, "hello needs protocol (an integer)"),
                bad("{\"type\":\"hello\",\"protocol\":1}", MISSING_FIELD, null, "hello needs client (a string)"),
                bad("{\"type\":\"hello\",\"protocol\":\"1\",\"client\":\"c\"}", BAD_FIELD, null, "protocol: a string"),
                bad(
                        "{\"type\":\"hello\",\"protocol\":1,\"client\":\"" + "c".repeat(65) + "\"}",
                        BAD_FIELD,
                        null,
                        "at most 64"),
                bad(HELLO + "\"name\":\" \"}", NAME_CHARACTERS, null, "U+0020"),
                bad(HELLO + "\"name\":1}", BAD_FIELD, null, "name: an integer"),
                bad(HELLO + "\"resume\":\"" + "r".repeat(513) + "\"}", BAD_FIELD, null, "at most 512"),
                bad(HELLO + "\"producer\":\"abc\"}", BAD_FIELD, null, "producer: not an id"),
                bad(HELLO + "\"producer\":\"" + "F".repeat(32) + "\"}", BAD_FIELD, null, "producer: not an id"),
                bad(HELLO + "\"account\":\"ann\"}", MISSING_FIELD, null, "hello needs password"),
                bad(HELLO + "\"password\":\"hunter2\"}", MISSING_FIELD, null, "hello needs account"),
                bad(HELLO + "\"account\":\"a b\",\"password\":\"x\"}", NAME_CHARACTERS, null, "U+0020"),
                bad(
                        HELLO + "\"account\":\"ann\",\"password\":\"x\",\"token\":\"y\"}",
                        BAD_FIELD,
                        null,
                        "more than one"),
                bad(HELLO + "\"resume\":\"ann\",\"token\":\"y\"}", BAD_FIELD, null, "more than one"),
                bad(HELLO + "\"token\":[\"hunter2\"]}", BAD_FIELD, null, "token: an array"),
                bad(HELLO + "\"token\":\"" + "t".repeat(1025) + "\"}", BAD_FIELD, null, "at most 1024"));
    }

    static Stream<Arguments> badAccountCommands() {
        return Stream.of(
                bad("{\"type\":\"register\",\"ref\":\"1\",\"password\":\"x\"}", MISSING_FIELD, "1", "needs account"),
                bad("{\"type\":\"register\",\"ref\":\"1\",\"account\":\"x\"}", MISSING_FIELD, "1", "needs password"),
                bad("{\"type\":\"password\",\"ref\":\"1\",\"old\":\"x\"}", MISSING_FIELD, "1", "needs new"),
                bad("{\"type\":\"delete-account\",\"ref\":\"1\"}", MISSING_FIELD, "1", "needs password"));
    }

    @ParameterizedTest
    @MethodSource({
        "noJson",
        "noUtf8",
        "otherEncodings",
        "noCommand",
        "badRefs",
        "badFields",
        "badNumbers",
        "badHellos",
        "badAccountCommands"
    })
    void isRejected(String payload, ErrorCode code, @Nullable String ref, String message) {
        RejectedException rejected =
                catchThrowableOfType(RejectedException.class, () -> codec.decode(Bytes.payload(payload)));

        assertThat(rejected).isNotNull();
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.ref()).isEqualTo(ref);
        assertThat(rejected.reason()).contains(message).doesNotContain("hunter2");
        assertThat(rejected.getStackTrace()).isEmpty();
        assertThat(rejected.getCause()).isNull();
    }

    private static Arguments bad(String payload, ErrorCode code, @Nullable String ref, String message) {
        return Arguments.of(payload, code, ref, message);
    }
}
