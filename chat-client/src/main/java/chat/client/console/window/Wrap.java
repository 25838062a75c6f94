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
     * @param links of the line; a row has its part of each
     * @param width columns of the screen, at least 1
     * @param indent columns before every row but the first; less where the screen is too narrow for it
     * @return at least one row
     */
    static List<Row> rows(AttributedString line, List<Link> links, int width, int indent) {
        if (line.length() <= width && Graphemes.columns(line) <= width) {
            return List.of(new Row(line, links));
        }
        String margin = " ".repeat(Math.max(0, Math.min(indent, width - LEAST_TEXT)));
        List<Row> rows = new ArrayList<>();
        int from = 0;
        int linkEnd = 0;
        while (from < line.length()) {
            boolean inLink = from < linkEnd;
            String before = rows.isEmpty() || inLink ? "" : margin;
            int to = fill(line, from, width - before.length());
            int next = to;
            if (inLink) {
                // Whatever follows the link begins a row of its own: beside its end it could look like somebody's
                // message.
                to = Math.min(to, linkEnd);
                next = skipSpace(line, to);
            } else if (to < line.length()) {
                linkEnd = endOfLongLink(line, to, width - margin.length());
                if (linkEnd <= to) {
                    next = atWord(line, from, to);
                    to = trimmed(line, from, next);
                    next = skipSpace(line, next);
                }
            }
            rows.add(row(before, line, links, from, to));
            from = next;
        }
        return rows;
    }

    private static Row row(String before, AttributedString line, List<Link> links, int from, int to) {
        AttributedString text = new AttributedStringBuilder()
                .append(before)
                .append(line.subSequence(from, to))
                .toAttributedString();
        List<Link> parts = new ArrayList<>();
        for (Link link : links) {
            Link part = link.part(from, to, before.length());
            if (part != null) {
                parts.add(part);
            }
        }
        return new Row(text, parts);
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
        if (isSpace(line, full)) {
            return full;
        }
        int least = Graphemes.columns(line, from, full) / 3;
        for (int i = full; i > from; i--) {
            if (isSpace(line, i - 1)) {
                return Graphemes.columns(line, from, i) > least ? i : full;
            }
        }
        return full;
    }

    /** Whether a space stands there, and nothing that belongs to it, such as an accent. */
    private static boolean isSpace(AttributedString line, int at) {
        return at < line.length() && line.charAt(at) == ' ' && Graphemes.end(line, at) == at + 1;
    }

    private static int skipSpace(AttributedString line, int at) {
        return isSpace(line, at) ? at + 1 : at;
    }

    private static int trimmed(AttributedString line, int from, int to) {
        return to > from + 1 && line.charAt(to - 1) == ' ' ? to - 1 : to;
    }

    /** Where the link ends that would be cut here and is longer than a row; 0 for none. */
    private static int endOfLongLink(AttributedString line, int at, int columns) {
        int from = at;
        while (from > 0 && Links.isPart(line.charAt(from - 1))) {
            from--;
        }
        int to = at;
        while (to < line.length() && Links.isPart(line.charAt(to))) {
            to++;
        }
        if (to < line.length() && to > from && Graphemes.end(line, to - 1) > to) {
            to--;
        }
        String word = line.subSequence(from, to).toString();
        boolean link = word.startsWith("https://") || word.startsWith("http://");
        return link && word.length() > columns ? to : 0;
    }
}
