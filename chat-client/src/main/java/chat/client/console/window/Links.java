// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.ArrayList;
import java.util.List;

/** Finds links in a text: {@code http} and {@code https}, and nothing that hides where it leads. Keeps nothing. */
final class Links {

    /** What terminals take at the most; a longer one is only a text. */
    static final int MAX_LENGTH = 2_000;

    private static final List<String> SCHEMES = List.of("https://", "http://");

    /** What ends a sentence rather than a link. */
    private static final String AFTER = ".,:;!?'*_~";

    private Links() {}

    /**
     * The links of a text, in their order.
     *
     * @param id what the ids of all of them begin with
     */
    static List<Link> in(String text, String id) {
        List<Link> links = new ArrayList<>();
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 1)) {
            int from = scheme(text, at + 3);
            if (from < 0) {
                continue;
            }
            int to = end(text, at + 3);
            if (to > at + 3 && to - from <= MAX_LENGTH) {
                links.add(new Link(from, to, text.substring(from, to), id + "." + links.size()));
            }
            at = Math.max(at, to - 1);
        }
        return links;
    }

    /** Whether a link may have it, see RFC 3986: nothing with which a name is set off, and nothing but printable ASCII. */
    static boolean isPart(char c) {
        return c > ' ' && c < '\u007f' && "<>\"{}|\\^`".indexOf(c) < 0;
    }

    /** Where the scheme begins that ends here, as a word of its own; -1 for none. */
    private static int scheme(String text, int end) {
        for (String scheme : SCHEMES) {
            int from = end - scheme.length();
            if (from >= 0
                    && text.regionMatches(true, from, scheme, 0, scheme.length())
                    && (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))) {
                return from;
            }
        }
        return -1;
    }

    private static int end(String text, int from) {
        int to = from;
        while (to < text.length() && isPart(text.charAt(to))) {
            to++;
        }
        // What belongs to a letter is not to be torn from it.
        while (to > from && to < text.length() && Graphemes.end(text, to - 1) > to) {
            to--;
        }
        while (to > from && (AFTER.indexOf(text.charAt(to - 1)) >= 0 || closesMore(text, from, to))) {
            to--;
        }
        return to;
    }

    /** Whether the last character is a bracket that was opened before the link. */
    private static boolean closesMore(String text, int from, int to) {
        char last = text.charAt(to - 1);
        char opening = last == ')' ? '(' : last == ']' ? '[' : 0;
        return opening != 0 && count(text, from, to, opening) < count(text, from, to, last);
    }

    private static long count(String text, int from, int to, char c) {
        return text.substring(from, to).chars().filter(each -> each == c).count();
    }
}
