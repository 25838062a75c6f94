// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class WrapTest {

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(wrap("hello", 5)).containsExactly("hello");
        assertThat(wrap("", 5)).containsExactly("");
    }

    @Test
    void linesAreFoldedBetweenWordsAndIndented() {
        assertThat(wrap("18:04 <ann> the quick brown fox jumps", 20))
                .containsExactly("18:04 <ann> the", "        quick brown", "        fox jumps");
        assertThat(wrap("one two three", 20)).containsExactly("one two three");
    }

    @Test
    void wordsThatAreTooLongAreCutBetweenGraphemes() {
        assertThat(wrap("漢字漢字漢字漢字漢字漢字", 21)).containsExactly("漢字漢字漢字漢字漢字", "        漢字");
        assertThat(wrap("x".repeat(15) + "e\u0301".repeat(10), 20))
                .containsExactly("x".repeat(15) + "e\u0301".repeat(5), "        " + "e\u0301".repeat(5));
    }

    /** A terminal finds a link that goes on at the edge; blanks in the middle would end it. */
    @Test
    void aLongLinkIsNotInterrupted() {
        String link = "https://example.org/" + "a".repeat(60);
        List<String> rows = wrap("18:04 <ann> see " + link + " please read it all", 40);
        assertThat(rows.get(0)).hasSize(40).startsWith("18:04 <ann> see https://");
        assertThat(String.join("", rows.subList(0, 3))).startsWith("18:04 <ann> see " + link);
        assertThat(rows.get(rows.size() - 1)).isEqualTo("        please read it all");
    }

    /** Nobody can begin a row and look like somebody else: neither with many words nor with the end of a link. */
    @Test
    void nothingButALinkBeginsARow() {
        for (int length = 0; length < 120; length++) {
            String forged = "x".repeat(length) + " 18:05 <bob> I am bob";
            for (String text : List.of(forged, "https://e.org/" + "a".repeat(length) + forged)) {
                for (int width = 20; width < 90; width++) {
                    List<String> rows = wrap("18:04 <eve> " + text, width);
                    assertThat(rows.subList(1, rows.size()))
                            .allMatch(row -> row.startsWith("        ") || !row.contains(" "));
                }
            }
        }
    }

    @Test
    void aLinkEndsWhereALinkCan() {
        for (int length = 0; length < 120; length++) {
            List<String> rows = wrap("18:04 <eve> https://e.org/" + "a".repeat(length) + "18:05<bob>hello", 40);
            assertThat(rows.subList(1, rows.size())).allMatch(row -> row.startsWith("        ") || !row.contains("<"));
        }
    }

    @Test
    void noRowIsTooWideAndNothingIsLost() {
        String[] parts = {"a", "bc ", " ", "漢", "👍", "👨‍👩‍👧", "e\u0301", "🇩🇪", "word", "http://x"};
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            int width = 8 + random.nextInt(80);
            List<String> rows = wrap(text.toString(), width);
            assertThat(rows).allMatch(row -> Graphemes.columns(row) <= width);
            assertThat(String.join("", rows).replace(" ", ""))
                    .isEqualTo(text.toString().replace(" ", ""));
        }
    }

    /** Whatever is folded: between two rows there is never half of what a reader takes for one character. */
    @Test
    void noGraphemeIsTorn() {
        String[] parts = {
            " ",
            " \u0301",
            "a",
            "e\u0301",
            "👨‍👩‍👧",
            "👍🏽",
            "🇩🇪",
            "🇫🇷",
            "❤\ufe0f",
            "漢",
            "word ",
            "https://example.org/long/path",
            "\u0301"
        };
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder said = new StringBuilder("18:04 <ann> ");
            for (int i = random.nextInt(40); i > 0; i--) {
                said.append(parts[random.nextInt(parts.length)]);
            }
            String text = said.toString();
            int at = 0;
            for (Row row : Wrap.rows(new AttributedString(text), List.of(), 8 + random.nextInt(60), 0)) {
                String content = row.text().toString();
                int found = text.indexOf(content, at);
                // Spaces between two rows are left out.
                assertThat(found).as("'%s' of '%s'", content, text).isBetween(at, at + 2);
                at = found + content.length();
                assertThat(isBoundary(text, at)).as("%s of %s", content, text).isTrue();
            }
        }
    }

    private static boolean isBoundary(String text, int index) {
        int at = 0;
        while (at < index) {
            at = Graphemes.end(text, at);
        }
        return at == index;
    }

    @Test
    void theNarrowestScreenShowsSomething() {
        assertThat(wrap("漢字", 1)).containsExactly("漢", "字");
        assertThat(wrap("ab cd", 2)).containsExactly("ab", "cd");
    }

    private static List<String> wrap(String line, int width) {
        return Wrap.rows(new AttributedString(line), List.of(), width, 8).stream()
                .map(row -> row.text().toString())
                .toList();
    }
}
