// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class InputBoxTest {

    private final LineEditor editor = new LineEditor(new KillBuffer());

    @Test
    void theCursorStandsWhereItIs() {
        editor.set("漢字x");
        InputBox box = InputBox.of("> ", editor, 20);
        assertThat(rows(box, 9)).containsExactly("> 漢字x");
        assertThat(box.cursorColumn()).isEqualTo(7);
        editor.left();
        editor.left();
        assertThat(InputBox.of("> ", editor, 20).cursorColumn()).isEqualTo(4);
    }

    @Test
    void aFullRowHasTheCursorOnTheNext() {
        editor.set("12345678");
        InputBox box = InputBox.of("> ", editor, 10);
        assertThat(rows(box, 9)).containsExactly("> 12345678", "");
        assertThat(box.cursorRow(9)).isEqualTo(1);
        assertThat(box.cursorColumn()).isZero();
    }

    @Test
    void manyLinesAreShownAroundTheCursor() {
        editor.set("1\n2\n3\n4\n5");
        InputBox box = InputBox.of("> ", editor, 10);
        assertThat(rows(box, 9)).containsExactly("> 1", "  2", "  3", "  4", "  5");
        assertThat(rows(box, 2)).containsExactly("  4", "  5");
        assertThat(box.cursorRow(2)).isEqualTo(1);
        editor.up();
        editor.up();
        editor.up();
        editor.up();
        box = InputBox.of("> ", editor, 10);
        assertThat(rows(box, 2)).containsExactly("> 1", "  2");
        assertThat(box.cursorRow(2)).isZero();
    }

    @Test
    void nothingThatATerminalWouldActOnIsShown() {
        editor.set("a\u001b[31m\tb\u202e");
        assertThat(rows(InputBox.of("> ", editor, 60), 9)).containsExactly("> a^[[31m    b\\u{202e}");
    }

    @Test
    void theNarrowestScreenDoesNotBreakIt() {
        editor.set("漢字 and more");
        for (int width = 1; width < 12; width++) {
            InputBox box = InputBox.of("#lobby> ", editor, width);
            assertThat(box.cursorColumn()).isLessThan(width);
            assertThat(rows(box, 2)).hasSizeLessThanOrEqualTo(2);
        }
    }

    private static List<String> rows(InputBox box, int most) {
        return box.rows(most).stream().map(AttributedString::toString).toList();
    }
}
