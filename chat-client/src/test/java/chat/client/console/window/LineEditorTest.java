// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineEditorTest {

    private static final String FAMILY = "👨‍👩‍👧";

    private final LineEditor editor = new LineEditor(new KillBuffer());

    @Test
    void graphemesAreMovedOverAndDeletedWhole() {
        editor.set("a" + FAMILY + "e\u0301漢");
        editor.left();
        editor.left();
        editor.left();
        assertThat(editor.cursor()).isEqualTo(1);
        editor.delete();
        assertThat(editor.text()).isEqualTo("ae\u0301漢");
        editor.right();
        editor.backspace();
        assertThat(editor.text()).isEqualTo("a漢");
        editor.home();
        editor.backspace();
        editor.end();
        editor.delete();
        assertThat(editor.text()).isEqualTo("a漢");
    }

    @Test
    void whatIsCutComesBack() {
        editor.set("one two three");
        editor.killWordBack();
        assertThat(editor.text()).isEqualTo("one two ");
        editor.home();
        editor.yank();
        assertThat(editor.text()).isEqualTo("threeone two ");
        editor.killToEnd();
        assertThat(editor.text()).isEqualTo("three");
        editor.killToStart();
        assertThat(editor.isEmpty()).isTrue();
        editor.yank();
        assertThat(editor.text()).isEqualTo("three");
        editor.home();
        editor.killWordForward();
        assertThat(editor.isEmpty()).isTrue();
    }

    @Test
    void wordsAreMovedOver() {
        editor.set("one  two");
        editor.wordLeft();
        assertThat(editor.cursor()).isEqualTo(5);
        editor.wordLeft();
        assertThat(editor.cursor()).isZero();
        editor.wordLeft();
        editor.wordRight();
        assertThat(editor.cursor()).isEqualTo(3);
        editor.wordRight();
        editor.wordRight();
        assertThat(editor.cursor()).isEqualTo(8);
    }

    @Test
    void linesKeepTheColumn() {
        editor.set("漢字abc\nx\nlong line");
        assertThat(editor.up()).isTrue();
        assertThat(editor.text().substring(editor.cursor())).startsWith("\nlong");
        assertThat(editor.up()).isTrue();
        assertThat(editor.up()).isFalse();
        editor.end();
        assertThat(editor.cursor()).isEqualTo(5);
        assertThat(editor.down()).isTrue();
        assertThat(editor.down()).isTrue();
        assertThat(editor.down()).isFalse();
        editor.home();
        editor.backspace();
        assertThat(editor.text()).isEqualTo("漢字abc\nxlong line");
        editor.killToStart();
        assertThat(editor.text()).isEqualTo("漢字abc\nlong line");
    }

    @Test
    void thereIsABound() {
        editor.set("x".repeat(LineEditor.MAX_LENGTH));
        editor.insert("more");
        assertThat(editor.text()).hasSize(LineEditor.MAX_LENGTH);
    }

    @Test
    void whoLooksBackFindsTheirUnfinishedLineAgain() {
        InputHistory history = new InputHistory();
        history.add("one");
        history.add("two");
        history.add("two");
        editor.set("unfinished");
        history.back(editor);
        assertThat(editor.text()).isEqualTo("two");
        history.back(editor);
        history.back(editor);
        assertThat(editor.text()).isEqualTo("one");
        history.forward(editor);
        history.forward(editor);
        history.forward(editor);
        assertThat(editor.text()).isEqualTo("unfinished");
    }
}
