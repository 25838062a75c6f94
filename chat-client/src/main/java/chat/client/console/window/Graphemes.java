// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import org.jline.utils.WCWidth;

/**
 * What a reader takes for one character, and how many columns of the terminal it takes. Thread-safe, as it keeps nothing.
 *
 * <p>Columns are counted by code point, as terminals do that know nothing of clusters and as JLine does when it moves the cursor;
 * cuts are made between clusters only.
 */
final class Graphemes {

    private Graphemes() {}

    /** Where the one ends that begins here. */
    static int end(CharSequence text, int from) {
        return from + Math.max(1, WCWidth.charCountForGraphemeCluster(text, from));
    }

    /** Where the one begins that ends here; 0 at the beginning. */
    static int start(CharSequence text, int to) {
        // A cluster cannot be recognised from its end: flags and joiners depend on what stands before them.
        int lineStart = to;
        while (lineStart > 0 && (lineStart == to || text.charAt(lineStart - 1) != '\n')) {
            lineStart--;
        }
        int from = lineStart;
        for (int end = end(text, from); end < to; end = end(text, from)) {
            from = end;
        }
        return from;
    }

    /** How many columns a part of a text takes. */
    static int columns(CharSequence text, int from, int to) {
        int columns = 0;
        for (int i = from; i < to; ) {
            int codePoint = Character.codePointAt(text, i);
            columns += Math.max(0, WCWidth.wcwidth(codePoint));
            i += Character.charCount(codePoint);
        }
        return columns;
    }

    /** How many columns a text takes. */
    static int columns(CharSequence text) {
        return columns(text, 0, text.length());
    }

    /** As much of the beginning of a text as goes into so many columns. */
    static String fitting(String text, int columns) {
        int used = 0;
        int to = 0;
        while (to < text.length()) {
            int end = end(text, to);
            used += columns(text, to, end);
            if (used > columns) {
                break;
            }
            to = end;
        }
        return text.substring(0, to);
    }
}
