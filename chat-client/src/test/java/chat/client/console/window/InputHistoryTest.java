// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputHistoryTest {

    private final InputHistory history = new InputHistory();
    private final LineEditor editor = new LineEditor(new KillBuffer());

    @Test
    void whatWasTypedComesBackAndWhatWasBegunToo() {
        history.add("one");
        history.add("two");
        history.add("two");
        editor.set("begun");
        history.back(editor);
        assertThat(editor.text()).isEqualTo("two");
        history.back(editor);
        history.back(editor);
        assertThat(editor.text()).isEqualTo("one");
        history.forward(editor);
        history.forward(editor);
        assertThat(editor.text()).isEqualTo("begun");
    }

    @Test
    void aPasswordDoesNotComeBack() {
        history.add("one");
        history.add("/login ann correct horse");
        history.add(" /Password old new");
        history.add("/register ann correct horse");
        history.add("/loginname is no command with a password");
        assertThat(history.lines()).containsExactly("one", "/loginname is no command with a password");
    }

    @Test
    void ofVeryManyTheLastAreKept() {
        for (int i = 0; i < InputHistory.MAX + 10; i++) {
            history.add("m" + i);
        }
        assertThat(history.lines()).hasSize(InputHistory.MAX).startsWith("m10");
    }
}
