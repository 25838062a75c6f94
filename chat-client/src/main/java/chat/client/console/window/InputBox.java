// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.line.Visible;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** The line being typed, folded into rows of the screen. Control characters in it are made visible. */
final class InputBox {

    private static final String TAB = "    ";

    private final List<AttributedString> rows = new ArrayList<>();
    private final StringBuilder row = new StringBuilder();
    private final int width;

    private int columns;
    private int cursorRow;
    private int cursorColumn;

    private InputBox(int width) {
        this.width = width;
    }

    /**
     * Folds a text.
     *
     * @param prompt what stands before it; further lines are indented as much
     * @param width columns, at least 1
     */
    static InputBox of(String prompt, LineEditor editor, int width) {
        InputBox box = new InputBox(width);
        String before = Graphemes.columns(prompt) < width / 2 ? prompt : "> ";
        box.add(Graphemes.columns(before) < width ? before : "");
        String margin = " ".repeat(box.columns);
        String text = editor.text();
        for (int i = 0; i < text.length(); ) {
            box.mark(i == editor.cursor());
            int end = Graphemes.end(text, i);
            if (text.charAt(i) == '\n') {
                // CR LF would be one cluster, but there is no CR here.
                box.finishRow();
                box.add(margin);
                end = i + 1;
            } else {
                String shown = text.charAt(i) == '\t' ? TAB : Visible.of(text.substring(i, end));
                if (box.columns + Graphemes.columns(shown) > width) {
                    box.finishRow();
                    box.mark(i == editor.cursor());
                }
                box.add(shown);
            }
            i = end;
        }
        if (box.columns >= width) {
            box.finishRow();
        }
        box.mark(editor.cursor() == text.length());
        box.finishRow();
        return box;
    }

    /** The rows around the cursor, no more than so many. */
    List<AttributedString> rows(int most) {
        int first = first(most);
        return rows.subList(first, Math.min(rows.size(), first + most));
    }

    /** In which of these rows the cursor is. */
    int cursorRow(int most) {
        return cursorRow - first(most);
    }

    /** In which column the cursor is. */
    int cursorColumn() {
        return cursorColumn;
    }

    private int first(int most) {
        return Math.max(0, Math.min(cursorRow - most / 2, rows.size() - most));
    }

    private void mark(boolean here) {
        if (here) {
            cursorRow = rows.size();
            cursorColumn = Math.min(columns, width - 1);
        }
    }

    private void add(String shown) {
        row.append(shown);
        columns += Graphemes.columns(shown);
    }

    private void finishRow() {
        rows.add(new AttributedString(row));
        row.setLength(0);
        columns = 0;
    }
}
