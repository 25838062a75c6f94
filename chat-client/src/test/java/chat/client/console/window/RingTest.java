// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTest {

    private static final String ESC = "\u001b";

    @Test
    void eachCallsInItsWay() {
        assertThat(Ring.BELL.sequence("#ops <bob> hello")).isEqualTo("\u0007");
        assertThat(Ring.DESKTOP.sequence("#ops <bob> hello 漢字 👍"))
                .isEqualTo(ESC + "]9;chat #ops <bob> hello 漢字 👍\u0007");
        assertThat(Ring.DESKTOP_BEHIND_TMUX.sequence("hello"))
                .isEqualTo(ESC + "Ptmux;" + ESC + ESC + "]9;chat hello\u0007" + ESC + "\\");
        assertThat(Ring.OFF.sequence("hello")).isEmpty();
    }

    /** A notification ends where its text does, and says what it is told to and nothing else. */
    @Test
    void nothingInATextEndsIt() {
        assertThat(Ring.DESKTOP.sequence("4;1;\u0007\u001b\\\u009c\u001b]52;c;x\u0007\nend\u007f"))
                .isEqualTo(ESC + "]9;chat 4;1;\\]52;c;xend\u0007");
        assertThat(Ring.DESKTOP.sequence("x".repeat(10_000))).hasSize(10 + 200);
        assertThat(Ring.DESKTOP.sequence("漢".repeat(10_000))).hasSize(10 + 100);
    }
}
