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
            lines.add(lines.isEmpty() ? head(said) + line : CONTINUATION + line);
        }
        return lines;
    }

    private static String head(Shown.Said said) {
        String where = said.room() == null ? said.time() + " " : said.time() + " [" + said.room() + "] ";
        return where + (said.deed() ? "* " + said.from() + " " : "<" + said.from() + "> ");
    }
}
