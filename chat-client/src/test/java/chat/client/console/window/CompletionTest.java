// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final LineEditor editor = new LineEditor(new KillBuffer());
    private final Completion completion = new Completion((before, from) -> List.of("bert ", "berta ", "carl ").stream()
            .filter(name -> name.startsWith(before.substring(from)))
            .toList());

    @Test
    void tabTakesOneAfterTheOther() {
        editor.set("hello be");
        assertThat(completion.complete(editor, 1)).isEqualTo("bert  berta");
        assertThat(editor.text()).isEqualTo("hello bert ");
        assertThat(completion.complete(editor, 1)).isEqualTo("berta  bert");
        assertThat(editor.text()).isEqualTo("hello berta ");
        completion.complete(editor, 1);
        assertThat(editor.text()).isEqualTo("hello bert ");
        completion.complete(editor, -1);
        assertThat(editor.text()).isEqualTo("hello berta ");
    }

    @Test
    void whatFollowsTheCursorStays() {
        editor.set("c is here");
        editor.home();
        editor.right();
        assertThat(completion.complete(editor, 1)).isEmpty();
        assertThat(editor.text()).isEqualTo("carl  is here");
        assertThat(editor.cursor()).isEqualTo(5);
    }

    @Test
    void whatIsNotKnownIsLeftAlone() {
        editor.set("xyz");
        assertThat(completion.complete(editor, 1)).isEmpty();
        assertThat(editor.text()).isEqualTo("xyz");
    }

    @Test
    void whoGoesOnTypingBeginsAnew() {
        editor.set("b");
        completion.complete(editor, 1);
        completion.reset();
        editor.insert("c");
        completion.complete(editor, 1);
        assertThat(editor.text()).isEqualTo("bert carl ");
    }
}
