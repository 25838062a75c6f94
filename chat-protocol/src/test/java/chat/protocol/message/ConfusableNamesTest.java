// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are made to be taken for another's, and names of all the world that must not suffer for it. */
class ConfusableNamesTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "\u0430dmin, Cyrillic a in Latin",
        "ad\u043cin, Cyrillic m in Latin",
        "\u0391nn, Greek Alpha in Latin",
        "p\u0430yp\u0430l, Cyrillic a twice",
        "\u0441\u043eca, Latin in Cyrillic",
        "\u0585ne, Armenian o in Latin",
        "ann\u05d0, Hebrew in Latin",
        "\u05d0\u0628, Hebrew and Arabic",
        "\u30a2\ud55c, Katakana and Hangul",
        "\u3105\u3042, Bopomofo and Hiragana",
        "\u0434\u4e2d, Cyrillic and Han",
        "\u0661\u0968, digits of Arabic and Devanagari",
        "a1\u0967, digits of Latin and Devanagari",
        "\u0628\u0661\u06f1, both kinds of digits of Arabic",
        "\u06281\u0661, European and Arabic digits",
        "1\u05d0, begins with a digit and goes on from right to left",
        "_\u05d0\u05d1, begins with a neutral and goes on from right to left",
        "\u05d0\u05d1-, ends with a neutral after right to left"
    })
    void mixedScriptsAreRefused(String raw, String why) {
        assertCode(raw, ErrorCode.NAME_SCRIPT);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "\uff41dmin, full width a",
        "\uff76\uff85, half width Katakana",
        "\uffa1, half width Hangul",
        "ad\u200dmin, zero width joiner",
        "ad\u200cmin, zero width non-joiner",
        "\u0915\u094d\u200d\u0937, a joiner where an Indian script has one",
        "ad\u2060min, word joiner",
        "ad\ufeffmin, byte order mark",
        "ann\u202e, right-to-left override",
        "ann\u2066b, isolate",
        "ann\u061c, Arabic letter mark",
        "ann\u034f, combining grapheme joiner",
        "ann\ufe0f, variation selector",
        "ann\udb40\udd00, variation selector of the supplement",
        "\u115f\u1160, Hangul fillers",
        "a\u3164, Hangul filler",
        "\u17b4, Khmer vowel that is not shown",
        "\u1820\u180b, Mongolian variation selector",
        "\ufb01sh, ligature",
        "a\u00b2, superscript",
        "\u01c4, letter for two",
        "\u210c, black letter",
        "\ud835\udd1e, mathematical letter",
        "\u1112\u11ab, Hangul jamo that are no syllable",
        "\u1100\u1100\u1161, a jamo too many",
        "\ua960, old jamo",
        "z\u0335\u0300\u0301\u0302\u0303\u0304, a stack of marks",
        "\u1ec7\u0300\u0301\u0302, a stack on a letter that has two"
    })
    void whatIsNotSeenOrIsAnotherWayToWriteSomethingIsRefused(String raw, String why) {
        assertCode(raw, ErrorCode.NAME_CHARACTERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "J\u00fcrgen",
                "\u00d8yvind",
                "Nguy\u1ec5n",
                "\u010capek-2",
                "\u0414\u043c\u0438\u0442\u0440\u0438\u0439",
                "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2",
                "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
                "\u05d0\u05d1-7",
                "\u0639\u0628\u062f_\u0627\u0644\u0644\u0647",
                "\u0639\u0644\u06cc\u06f1\u06f2",
                "\u0915\u094d\u0937\u093f\u0924\u093f\u091c",
                "\u0e2a\u0e21\u0e0a\u0e32\u0e22",
                "\u5c71\u7530\u592a\u90ce",
                "\u3042\u3044\u30ab\u30fc\u4e2d",
                "\uae40\ubbfc\uc900",
                "\u674e\ubbfc",
                "\u4e2d\u3105",
                "Tanaka\u7530\u4e2d",
                "\u10a0\u10d0",
                "\u0531\u0580\u0561",
                "ann\u0300",
                "\u0967\u0968"
            })
    void namesOfAllTheWorldAreNames(String raw) {
        AccountName name = new AccountName(raw);

        assertThat(new AccountName(name.value())).isEqualTo(name);
        assertThat(new AccountName(name.value().toUpperCase(Locale.ROOT))).isEqualTo(name);
        assertThat(new RoomName("#" + raw).value()).startsWith("#");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "\u1e9e, ss, capital sharp s",
        "\u212aelly, kelly, Kelvin sign",
        "\u212b, \u00e5, Angstrom sign",
        "\u0131lker, ilker, dotless i",
        "ILKER, ilker, capital I",
        "\u017fam, sam, long s",
        "\u03c3\u03b1\u03c2, \u03a3\u0391\u03a3, final sigma",
        "\u1112\u1161\u11ab, \ud55c, jamo that are a syllable",
        "e\u0301va, \u00c9VA, decomposed"
    })
    void otherSpellingsAreTheSameName(String one, String other, String why) {
        // U+017F has a compatibility form, and is only acceptable where the folded name is what is shown.
        assertThat(new RoomName("#" + one)).isEqualTo(new RoomName("#" + other));
        if (!why.equals("long s")) {
            assertThat(new AccountName(one))
                    .isEqualTo(new AccountName(other))
                    .hasSameHashCodeAs(new AccountName(other));
        }
    }

    /** In Turkish, and only there, the capital of i has a dot: names must not depend on where the server runs. */
    @Test
    void theLocaleOfTheMachineMakesNoDifference() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(new AccountName("ADMIN")).isEqualTo(new AccountName("admin"));
            assertThat(new RoomName("#TITLE").value()).isEqualTo("#title");
            assertThat(new AccountName("\u0130rem")).isNotEqualTo(new AccountName("irem"));
            assertThat(new AccountName("\u0130rem")).isEqualTo(new AccountName("i\u0307rem"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aRoomShowsTheFormThatIsCompared() {
        assertThat(new RoomName("#\uff2c\uff4f\uff42").value()).isEqualTo("#lob");
        assertThat(new RoomName("#\ufb01sh").value()).isEqualTo("#fish");
    }

    private static void assertCode(String raw, ErrorCode code) {
        assertThatThrownBy(() -> new AccountName(raw))
                .isInstanceOf(RejectedException.class)
                .extracting(e -> ((RejectedException) e).code())
                .isEqualTo(code);
    }
}
