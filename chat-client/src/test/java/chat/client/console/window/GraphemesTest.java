// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraphemesTest {

    private static final String FAMILY = "👨‍👩‍👧";
    private static final String FLAG = "🇩🇪";
    private static final String E_ACUTE = "e\u0301";

    @Test
    void whatAReaderTakesForOneIsOne() {
        for (String one : new String[] {"a", "漢", "👍", "👍🏽", FAMILY, FLAG, E_ACUTE}) {
            String text = "x" + one + "y";
            assertThat(Graphemes.end(text, 1)).as(one).isEqualTo(1 + one.length());
            assertThat(Graphemes.start(text, 1 + one.length())).as(one).isEqualTo(1);
        }
    }

    @Test
    void columnsAreThoseOfTheTerminal() {
        assertThat(Graphemes.columns("abc")).isEqualTo(3);
        assertThat(Graphemes.columns("漢字")).isEqualTo(4);
        assertThat(Graphemes.columns(E_ACUTE)).isEqualTo(1);
        assertThat(Graphemes.columns("👍")).isEqualTo(2);
    }

    @Test
    void whatFitsEndsBetweenTwo() {
        assertThat(Graphemes.fitting("漢字漢字", 5)).isEqualTo("漢字");
        assertThat(Graphemes.fitting("ab" + E_ACUTE + "c", 3)).isEqualTo("ab" + E_ACUTE);
        assertThat(Graphemes.fitting("abc", 0)).isEmpty();
        assertThat(Graphemes.fitting("abc", 9)).isEqualTo("abc");
    }

    @Test
    void aLineEndIsOneOfItsOwn() {
        assertThat(Graphemes.start("ab\nc", 4)).isEqualTo(3);
        assertThat(Graphemes.start("ab\nc", 3)).isEqualTo(2);
        assertThat(Graphemes.start("ab", 0)).isZero();
    }
}
