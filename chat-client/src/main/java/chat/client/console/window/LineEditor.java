// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/**
 * A text that is being typed, of one line or more, and the place in it. Whatever moves or deletes does so by grapheme.
 */
final class LineEditor {

    /** More is not taken: a server takes less as one message. */
    static final int MAX_LENGTH = 256 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final KillBuffer kills;

    private int cursor;

    LineEditor(KillBuffer kills) {
        this.kills = kills;
    }

    String text() {
        return text.toString();
    }

    /** Where the cursor is: an index into the text. */
    int cursor() {
        return cursor;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Puts another text in the place of this one, the cursor at its end. */
    void set(String replacement) {
        text.setLength(0);
        cursor = 0;
        insert(replacement);
    }

    /** Puts a text in the place of the part that ends at the cursor. */
    void replace(int from, String replacement) {
        text.delete(from, cursor);
        cursor = from;
        insert(replacement);
    }

    /** Inserts a text at the cursor, as much of it as there is room for. */
    void insert(String inserted) {
        String part = text.length() + inserted.length() > MAX_LENGTH
                ? inserted.substring(0, Math.max(0, MAX_LENGTH - text.length()))
                : inserted;
        text.insert(cursor, part);
        cursor += part.length();
    }

    void left() {
        cursor = before();
    }

    void right() {
        cursor = after();
    }

    void wordLeft() {
        cursor = wordStart();
    }

    void wordRight() {
        cursor = wordEnd();
    }

    /** To the beginning of the line. */
    void home() {
        cursor = lineStart();
    }

    /** To the end of the line. */
    void end() {
        cursor = lineEnd();
    }

    /** To the line above; false if there is none. */
    boolean up() {
        int start = lineStart();
        if (start == 0) {
            return false;
        }
        int column = Graphemes.columns(text, start, cursor);
        cursor = start - 1;
        toColumn(column);
        return true;
    }

    /** To the line below; false if there is none. */
    boolean down() {
        int end = lineEnd();
        if (end == text.length()) {
            return false;
        }
        int column = Graphemes.columns(text, lineStart(), cursor);
        cursor = end + 1;
        toColumn(column);
        return true;
    }

    void backspace() {
        delete(before(), cursor);
    }

    void delete() {
        delete(cursor, after());
    }

    void killWordBack() {
        kill(wordStart(), cursor);
    }

    void killWordForward() {
        kill(cursor, wordEnd());
    }

    void killToStart() {
        kill(lineStart(), cursor);
    }

    /** Cuts the rest of the line; at its end, the end of the line itself. */
    void killToEnd() {
        int end = lineEnd();
        kill(cursor, end == cursor ? after() : end);
    }

    void yank() {
        insert(kills.text());
    }

    private void kill(int from, int to) {
        kills.keep(text.substring(from, to));
        delete(from, to);
    }

    private void delete(int from, int to) {
        text.delete(from, to);
        cursor = from;
    }

    private int before() {
        return cursor == 0 ? 0 : Graphemes.start(text, cursor);
    }

    private int after() {
        return cursor == text.length() ? cursor : Graphemes.end(text, cursor);
    }

    private int lineStart() {
        return text.lastIndexOf("\n", cursor - 1) + 1;
    }

    private int lineEnd() {
        int end = text.indexOf("\n", cursor);
        return end < 0 ? text.length() : end;
    }

    private void toColumn(int column) {
        int end = lineEnd();
        cursor = lineStart();
        while (cursor < end && Graphemes.columns(text, lineStart(), after()) <= column) {
            cursor = after();
        }
    }

    private int wordStart() {
        int i = cursor;
        while (i > 0 && !isWord(i - 1)) {
            i--;
        }
        while (i > 0 && isWord(i - 1)) {
            i--;
        }
        return i;
    }

    private int wordEnd() {
        int i = cursor;
        while (i < text.length() && !isWord(i)) {
            i++;
        }
        while (i < text.length() && isWord(i)) {
            i++;
        }
        return i;
    }

    private boolean isWord(int index) {
        return !Character.isWhitespace(text.charAt(index));
    }
}
