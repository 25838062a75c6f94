// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * Folds a line into rows of the screen: between words where there is room for that, never within a grapheme. Whatever follows
 * the first row is indented, so that no text can begin a row and pass for somebody else's message; only a link that is longer
 * than a row goes on at the very edge, as a terminal recognises it there. Thread-safe, as it keeps nothing.
 */
final class Wrap {

    private static final int LEAST_TEXT = 8;

    private Wrap() {}

    /**
     * The rows of a line.
     *
     * @param width columns of the screen, at least 1
     * @param indent columns before every row but the first; less where the screen is too narrow for it
     * @return at least one row
     */
    static List<AttributedString> rows(AttributedString line, int width, int indent) {
        if (line.length() <= width && Graphemes.columns(line) <= width) {
            return List.of(line);
        }
        String margin = " ".repeat(Math.max(0, Math.min(indent, width - LEAST_TEXT)));
        List<AttributedString> rows = new ArrayList<>();
        int from = 0;
        boolean inLink = false;
        while (from < line.length()) {
            String before = rows.isEmpty() || inLink ? "" : margin;
            int full = fill(line, from, width - before.length());
            int to = full;
            boolean cutsLink = full < line.length() && isLongLink(line, full, width - margin.length());
            if (full < line.length() && !cutsLink) {
                to = atWord(line, from, full);
            }
            rows.add(new AttributedStringBuilder()
                    .append(before)
                    .append(line.subSequence(from, to))
                    .toAttributedString());
            inLink = cutsLink;
            from = inLink ? to : skipSpace(line, to, full);
        }
        return rows;
    }

    /** How far so many columns reach; one grapheme further than nothing at least, however narrow the screen is. */
    private static int fill(AttributedString line, int from, int columns) {
        int used = 0;
        int to = from;
        while (to < line.length()) {
            int end = Graphemes.end(line, to);
            used += Graphemes.columns(line, to, end);
            if (used > columns && to > from) {
                break;
            }
            to = end;
        }
        return to;
    }

    /** The last place between two words, if that does not leave the row almost empty. */
    private static int atWord(AttributedString line, int from, int full) {
        if (line.charAt(full) == ' ') {
            return full;
        }
        for (int i = full; i > from + (full - from) / 3; i--) {
            if (line.charAt(i - 1) == ' ') {
                return i;
            }
        }
        return full;
    }

    private static int skipSpace(AttributedString line, int to, int full) {
        return to == full && to < line.length() && line.charAt(to) == ' ' ? to + 1 : to;
    }

    private static boolean isLongLink(AttributedString line, int at, int columns) {
        int from = at;
        while (from > 0 && line.charAt(from - 1) != ' ') {
            from--;
        }
        int to = at;
        while (to < line.length() && line.charAt(to) != ' ') {
            to++;
        }
        String word = line.subSequence(from, to).toString();
        return (word.startsWith("https://") || word.startsWith("http://")) && Graphemes.columns(word) > columns;
    }
}
