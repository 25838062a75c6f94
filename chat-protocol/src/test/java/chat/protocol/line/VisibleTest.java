// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTest {

    private static final String FAMILY = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0000 | ^@",
                "0007 | ^G",
                "000a | ^J",
                "000d | ^M",
                "001b | ^[",
                "001f | ^_",
                "007f | ^?",
                "0080 | \\x80",
                "0085 | \\x85",
                "009b | \\x9b",
                "009f | \\x9f",
                "00ad | \\u{ad}",
                "061c | \\u{61c}",
                "180e | \\u{180e}",
                "200b | \\u{200b}",
                "200e | \\u{200e}",
                "200f | \\u{200f}",
                "2028 | \\u{2028}",
                "2029 | \\u{2029}",
                "202a | \\u{202a}",
                "202e | \\u{202e}",
                "2060 | \\u{2060}",
                "2066 | \\u{2066}",
                "2069 | \\u{2069}",
                "d83d | \\u{d83d}",
                "dc00 | \\u{dc00}",
                "feff | \\u{feff}",
                "e0000 | \\u{e0000}",
                "e0001 | \\u{e0001}",
                "e007f | \\u{e007f}"
            })
    void whatATerminalActsOnOrHidesIsShown(String hex, String shown) {
        int codePoint = Integer.parseInt(hex, 16);
        String character = codePoint < 0x10000 ? String.valueOf((char) codePoint) : Character.toString(codePoint);

        assertThat(Visible.of(character)).isEqualTo(shown);
        assertThat(Visible.of("a" + character + "b")).isEqualTo("a" + shown + "b");
    }

    @Test
    void whatIsHarmlessComesBackAsItWas() {
        for (String text : new String[] {
            "",
            "plain",
            "tab\there",
            "caf\u00e9 \u4e2d\u6587 \u0627\u0644",
            FAMILY,
            "\u0645\u06cc\u200c\u062e",
            "\u00a0",
            "\ufffd"
        }) {
            assertThat(Visible.of(text)).isSameAs(text);
        }
    }

    @Test
    void aSequenceThatClearsTheScreenIsOnlyText() {
        assertThat(Visible.of("hi\u001b[2J\u001b]0;title\u0007")).isEqualTo("hi^[[2J^[]0;title^G");
    }

    @Test
    void nothingThatComesOutIsAControlAFormatCharacterOrALineBreak() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT).forEach(codePoint -> {
            String shown =
                    Visible.of(new StringBuilder().appendCodePoint(codePoint).toString());
            assertThat(shown.codePoints().allMatch(VisibleTest::isHarmless))
                    .as("U+%04X", codePoint)
                    .isTrue();
            assertThat(Visible.of(shown)).isSameAs(shown);
        });
    }

    @ParameterizedTest
    @CsvSource({"000a", "000b", "000c", "000d", "0085", "2028", "2029"})
    void everyKindOfLineBreakBreaks(String hex) {
        String end = String.valueOf((char) Integer.parseInt(hex, 16));

        assertThat(Visible.lines("a" + end + "b")).containsExactly("a", "b");
        assertThat(Visible.lines("a" + end)).containsExactly("a");
        assertThat(Visible.lines(end + "a")).containsExactly("", "a");
        assertThat(Visible.lines(end)).containsExactly("");
        assertThat(Visible.lines(end + end)).containsExactly("", "");
    }

    @Test
    void carriageReturnAndLineFeedAreOneBreak() {
        assertThat(Visible.lines("a\r\nb\r\n\r\nc\n\rd")).containsExactly("a", "b", "", "c", "", "d");
        assertThat(Visible.lines("a\r\n")).containsExactly("a");
    }

    @Test
    void linesAreEscaped() {
        assertThat(Visible.lines("a\u001b[A\n\u202eb")).containsExactly("a^[[A", "\\u{202e}b");
        assertThat(Visible.lines("")).containsExactly("");
    }

    private static boolean isHarmless(int codePoint) {
        int type = Character.getType(codePoint);
        boolean joiner = codePoint == 0x200C || codePoint == 0x200D;
        return codePoint == '\t'
                || joiner
                || (type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR);
    }
}
