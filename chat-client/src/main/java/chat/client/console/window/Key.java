// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/** What a person did on the keyboard. */
public sealed interface Key {

    /** Typed something that is to be seen: one code point. */
    record Text(String text) implements Key {}

    /** Pasted something; its line ends are {@code \n}. */
    record Paste(String text) implements Key {}

    /**
     * Held Ctrl.
     *
     * @param letter {@code A} to {@code Z}
     */
    record Ctrl(char letter) implements Key {}

    /**
     * Held Alt, or typed Esc before.
     *
     * @param character in lower case
     */
    record Alt(int character) implements Key {}

    /** Pressed a key that has a name. */
    enum Named implements Key {
        ENTER,
        NEW_LINE,
        TAB,
        BACK_TAB,
        BACKSPACE,
        WORD_BACKSPACE,
        DELETE,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        WORD_LEFT,
        WORD_RIGHT,
        HOME,
        END,
        PAGE_UP,
        PAGE_DOWN,
        ESCAPE,
        /** Something that has no meaning here. */
        OTHER,
        /** There is no keyboard any more. */
        GONE
    }
}
