// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/**
 * Makes links of what is on the screen already (OSC 8). JLine's display knows nothing of links: so the rows that have some are
 * written once more, the same characters in the same style, each link between the sequences that say where it leads. Links are
 * underlined and nothing else is; so the display writes anew whatever no longer belongs to one, and no cell keeps a link that
 * is not its own. Confined to the paint thread.
 */
final class LinkLayer {

    private static final String ST = "\u001b\\";
    private static final String CLOSE = "\u001b]8;;" + ST;

    private List<AttributedString> above = List.of();
    private SortedMap<Integer, List<Link>> before = new TreeMap<>();

    /**
     * What to write after the display has been.
     *
     * @param anew whether everything has been painted anew
     * @return empty where nothing has changed
     */
    String over(Frame frame, boolean anew, Terminal terminal) {
        int end = frame.links().isEmpty() ? 0 : frame.links().lastKey() + 1;
        // Below it nothing can have moved a link.
        List<AttributedString> rows = List.copyOf(frame.rows().subList(0, end));
        if (!anew && frame.links().equals(before) && rows.equals(above)) {
            return "";
        }
        above = rows;
        before = frame.links();
        if (before.isEmpty()) {
            return "";
        }
        StringBuilder written = new StringBuilder();
        for (Map.Entry<Integer, List<Link>> row : before.entrySet()) {
            row(rows.get(row.getKey()), row.getKey(), row.getValue(), terminal, written);
        }
        return written.append(at(frame.cursorRow(), frame.cursorColumn())).toString();
    }

    /** From its very beginning, as where a terminal draws an emoji narrower than it counts, only that finds the column. */
    private static void row(
            AttributedString row, int number, List<Link> links, Terminal terminal, StringBuilder written) {
        written.append(at(number, 0));
        int from = 0;
        for (Link link : links) {
            written.append(row.subSequence(from, link.from()).toAnsi(terminal));
            written.append("\u001b]8;id=").append(link.id()).append(';').append(link.url());
            written.append(ST);
            written.append(row.subSequence(link.from(), link.to()).toAnsi(terminal));
            written.append(CLOSE);
            from = link.to();
        }
    }

    private static String at(int row, int column) {
        return "\u001b[" + (row + 1) + ";" + (column + 1) + "H";
    }
}
