// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final String[] AROUND = {"%s", "a%sa", "%s\u0301", "\u03a3%s"};

    @ParameterizedTest
    @CsvSource({
        "#Lobby, #lobby",
        "#LOBBY, #lobby",
        "#caf\u00c9, #caf\u00e9",
        "#cafe\u0301, #caf\u00e9",
        "#\uff2c\uff4f\uff42, #lob",
        "#\ufb01sh, #fish",
        "#\u00df, #ss",
        "#\u1e9e, #ss",
        "#\u2460, ",
        "#\u4e2d\u6587, #\u4e2d\u6587",
        "#a-b_c.d9, #a-b_c.d9"
    })
    void aRoomHasOneSpelling(String raw, @Nullable String value) {
        if (value == null) {
            assertThatThrownBy(() -> new RoomName(raw)).isInstanceOf(RejectedException.class);
        } else {
            assertThat(new RoomName(raw).value()).isEqualTo(value);
            assertThat(new RoomName(raw)).isEqualTo(new RoomName(value));
        }
    }

    @ParameterizedTest
    @CsvSource({"Ann, ANN", "Ann, ann", "Stra\u00dfe, STRASSE", "e\u0301va, \u00c9VA", "\u1e9e, ss"})
    void namesThatDifferInCaseOrFormAreOne(String one, String other) {
        assertThat(new AccountName(one)).isEqualTo(new AccountName(other)).hasSameHashCodeAs(new AccountName(other));
        assertThat(new AccountName(one)).isEqualByComparingTo(new AccountName(other));
    }

    @Test
    void aNameKeepsItsSpelling() {
        assertThat(new AccountName("ANN").value()).isEqualTo("ANN");
        assertThat(new AccountName("e\u0301va").value()).isEqualTo("\u00e9va");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                ".a",
                "a b",
                "a\tb",
                "a\n",
                "a#",
                "@a",
                "a/b",
                "<a>",
                "a\u0000",
                "a\u001b",
                "a\u200b",
                "a\u200d",
                "\u202ea",
                "a\u00ad",
                "\u0301a",
                "a\ud83d",
                "\ud83d\ude00",
                "a\ue000",
                "a\udb40\udc41"
            })
    void aCharacterThatNamesDoNotHaveIsRefused(String raw) {
        assertThatThrownBy(() -> new AccountName(raw))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("expected: " + AccountName.RULE)
                .extracting(e -> ((RejectedException) e).code())
                .isEqualTo(ErrorCode.NAME_CHARACTERS);
        assertThatThrownBy(() -> new RoomName("#" + raw))
                .extracting(e -> ((RejectedException) e).code())
                .isEqualTo(ErrorCode.NAME_CHARACTERS);
    }

    /** U+0345 is a mark of no script, but in the form in which names are compared it is the Greek letter iota. */
    @Test
    void whatIsAnotherScriptWhenComparedIsRefused() {
        assertThat(code("a\u0345")).isEqualTo(ErrorCode.NAME_SCRIPT);
        assertThat(code("\u03b1\u0345")).isNull();
    }

    @Test
    void lengthIsInCodePoints() {
        String astral = "\ud840\udc00";
        assertThat(new AccountName(astral.repeat(32)).value()).hasSize(64);
        assertThat(code(astral.repeat(33))).isEqualTo(ErrorCode.NAME_TOO_LONG);
        assertThat(code("a".repeat(32))).isNull();
        assertThat(code("a".repeat(33))).isEqualTo(ErrorCode.NAME_TOO_LONG);
        assertThat(code("e\u0301".repeat(32))).isNull();
        assertThat(code("a".repeat(1_000_000))).isEqualTo(ErrorCode.NAME_TOO_LONG);
        assertThat(code("")).isEqualTo(ErrorCode.NAME_EMPTY);
        assertThat(new RoomName("#" + "a".repeat(64)).value()).hasSize(65);
        assertThatThrownBy(() -> new RoomName("#" + "\u00df".repeat(64)))
                .as("folded it is twice as long")
                .extracting(e -> ((RejectedException) e).code())
                .isEqualTo(ErrorCode.NAME_TOO_LONG);
    }

    /** Lower case, U+1E9E and an accent once made a room whose own name was another room. */
    @Test
    void theNameOfARoomIsTheNameOfThatRoomForEveryCharacter() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            for (String around : AROUND) {
                String raw = "#" + around.replace("%s", Character.toString(codePoint));
                RoomName room = room(raw);
                if (room != null && !room.equals(room(room.value()))) {
                    fail("U+%04X in %s", codePoint, around);
                }
            }
        }
    }

    @Test
    void caseAndFormMakeNoDifferenceForEveryCharacter() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String raw = "#" + "a%s\u0301".replace("%s", Character.toString(codePoint));
            RoomName room = room(raw);
            if (room != null) {
                String composed = Normalizer.normalize(raw, Normalizer.Form.NFC);
                for (String variant : new String[] {
                    composed.toUpperCase(Locale.ROOT),
                    composed.toLowerCase(Locale.ROOT),
                    Normalizer.normalize(raw, Normalizer.Form.NFKD)
                }) {
                    if (!room.equals(room(variant))) {
                        fail("U+%04X as %s", codePoint, variant);
                    }
                }
            }
        }
    }

    private static @Nullable RoomName room(String raw) {
        try {
            return new RoomName(raw);
        } catch (RejectedException e) {
            return null;
        }
    }

    private static @Nullable ErrorCode code(String raw) {
        try {
            new AccountName(raw);
            return null;
        } catch (RejectedException e) {
            return e.code();
        }
    }

    /** What was said under a name that is none any more is read all the same. */
    @Test
    void aNameThatWasOneOnceIsKept() {
        assertThat(AccountName.kept("p\u0430ypal").value()).isEqualTo("p\u0430ypal");
        assertThat(AccountName.kept("ANN")).isEqualTo(new AccountName("ann"));
        assertThatThrownBy(() -> new AccountName("p\u0430ypal")).isInstanceOf(RejectedException.class);
        for (String never : List.of("", "a b", "a\u001b[2J", "a\u202eb", "a\u200bb", "a\nb")) {
            assertThatThrownBy(() -> AccountName.kept(never)).isInstanceOf(RejectedException.class);
        }
    }
}
