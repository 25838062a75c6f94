// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/** How a terminal calls somebody who may be looking elsewhere. Thread-safe. */
public enum Ring {
    /** With its bell. */
    BELL,

    /** With a notification on the desktop that has the text, where the terminal knows OSC 9. */
    DESKTOP,

    /** The same through tmux, which lets it pass where {@code allow-passthrough} is on. */
    DESKTOP_BEHIND_TMUX,

    /** Not at all. */
    OFF;

    private static final int MAX_COLUMNS = 200;

    private static final String ESC = "\u001b";
    private static final char BEL = '\u0007';

    /**
     * What to write to the terminal.
     *
     * @param text what to tell; of it control characters are left out, and what is too long for a notification
     */
    String sequence(String text) {
        return switch (this) {
            case BELL -> String.valueOf(BEL);
            case DESKTOP -> notification(text);
            case DESKTOP_BEHIND_TMUX -> ESC + "Ptmux;" + ESC + notification(text) + ESC + "\\";
            case OFF -> "";
        };
    }

    /** Begins with a letter, as some terminals take a digit for a command. */
    private static String notification(String text) {
        String safe = text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return ESC + "]9;chat " + Graphemes.fitting(safe, MAX_COLUMNS) + BEL;
    }
}
