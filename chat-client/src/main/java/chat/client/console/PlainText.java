// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.ArrayList;
import java.util.List;

/** How things look as plain lines. Thread-safe, as it keeps nothing. */
final class PlainText {

    /** As wide as a time and a space: what a message says on further lines can never pass for somebody's first one. */
    static final String CONTINUATION = "      | ";

    private PlainText() {}

    /** The lines, without their ends. */
    static List<String> of(Shown shown) {
        if (shown instanceof Shown.Notice notice) {
            return List.of("* " + notice.text());
        }
        if (shown instanceof Shown.Fault fault) {
            return List.of("! " + fault.text());
        }
        Shown.Said said = (Shown.Said) shown;
        List<String> lines = new ArrayList<>();
        for (String line : said.lines()) {
            lines.add(lines.isEmpty() ? head(said) + "<" + said.from() + "> " + line : CONTINUATION + line);
        }
        return lines;
    }

    /** What stands before the name. */
    static String head(Shown.Said said) {
        return said.room() == null ? said.time() + " " : said.time() + " [" + said.room() + "] ";
    }
}
