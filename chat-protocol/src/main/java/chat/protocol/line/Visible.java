// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.line;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes visible what a terminal would act on instead of showing it, or would not show at all: nobody can move another's
 * cursor, change colours, turn the direction of writing or hide a text. Thread-safe, as it keeps nothing.
 *
 * <ul>
 *   <li>C0 controls in caret notation, {@code ^[}; DEL as {@code ^?}; TAB stays
 *   <li>C1 controls as {@code \x9b}
 *   <li>line and paragraph separators, bidirectional controls, every other format character (Unicode category Cf), tags
 *       and halves of surrogate pairs as <code>&#92;u{202e}</code>
 *   <li>the zero-width joiner and non-joiner stay, as scripts and emoji need them
 * </ul>
 */
public final class Visible {

    private static final int DEL = 0x7F;
    private static final int FIRST_BEYOND_C1 = 0xA0;
    private static final char NEXT_LINE = '\u0085';
    private static final char VERTICAL_TAB = '\u000B';
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int FIRST_TAG = 0xE0000;
    private static final int LAST_TAG = 0xE007F;

    private Visible() {}

    /**
     * The text on one line, everything invisible made visible, line breaks too.
     *
     * @return the same string if there is nothing to escape
     */
    public static String of(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (isHidden(codePoint)) {
                return escaped(text, i);
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }

    /**
     * The lines of a text, each as {@link #of} has it. A line ends at CR LF, LF, CR, VT, FF, NEL, U+2028 or U+2029; an
     * end of line at the very end begins no further line.
     *
     * @return at least one line, which is empty for an empty text
     */
    public static List<String> lines(String text) {
        int from = 0;
        int end = nextBreak(text, 0);
        if (end == text.length()) {
            return List.of(of(text));
        }
        List<String> lines = new ArrayList<>();
        while (from < text.length()) {
            lines.add(of(text.substring(from, end)));
            from = end + (text.startsWith("\r\n", end) ? 2 : 1);
            end = nextBreak(text, from);
        }
        return lines;
    }

    private static int nextBreak(String text, int from) {
        int i = from;
        while (i < text.length() && !isBreak(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBreak(char c) {
        return c == '\n'
                || c == '\r'
                || c == VERTICAL_TAB
                || c == '\f'
                || c == NEXT_LINE
                || c == LINE_SEPARATOR
                || c == PARAGRAPH_SEPARATOR;
    }

    private static boolean isHidden(int codePoint) {
        if (codePoint < DEL) {
            return codePoint < ' ' && codePoint != '\t';
        }
        if (codePoint < FIRST_BEYOND_C1) {
            return true;
        }
        if (codePoint >= FIRST_TAG && codePoint <= LAST_TAG) {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String escaped(String text, int firstHidden) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, firstHidden);
        for (int i = firstHidden; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (!isHidden(codePoint)) {
                out.appendCodePoint(codePoint);
            } else if (codePoint <= DEL) {
                // Caret notation: the letter 64 further, DEL being the one before NUL.
                out.append('^').append((char) (codePoint ^ 0x40));
            } else if (codePoint < FIRST_BEYOND_C1) {
                out.append("\\x").append(Integer.toHexString(codePoint));
            } else {
                out.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            }
            i += Character.charCount(codePoint);
        }
        return out.toString();
    }
}
