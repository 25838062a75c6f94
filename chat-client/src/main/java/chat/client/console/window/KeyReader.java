// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Map;

/**
 * Reads keys as terminals send them: xterm's sequences in both of their forms, bracketed paste, Alt as a preceding Esc. An Esc
 * waits for what follows it, however late that comes, so that nothing depends on time; twice it is the key itself, and before a
 * key that sends more than one character at once it counts for nothing. Confined to the key thread.
 */
public final class KeyReader {

    /** What is pasted beyond this is left out: more than a server takes as one message. */
    public static final int MAX_PASTE = 256 * 1024;

    private static final int ESC = 27;
    private static final int DEL = 127;
    private static final int MAX_SEQUENCE = 32;
    private static final String PASTE_END = "\u001b[201~";

    private static final Map<String, Key> NUMBERED = Map.ofEntries(
            Map.entry("1", Key.Named.HOME),
            Map.entry("7", Key.Named.HOME),
            Map.entry("4", Key.Named.END),
            Map.entry("8", Key.Named.END),
            Map.entry("3", Key.Named.DELETE),
            Map.entry("5", Key.Named.PAGE_UP),
            Map.entry("6", Key.Named.PAGE_DOWN),
            Map.entry("27;2;13", Key.Named.NEW_LINE),
            Map.entry("27;3;13", Key.Named.NEW_LINE),
            Map.entry("27;5;13", Key.Named.NEW_LINE));

    /** Nothing has been read ahead. */
    private static final int NONE = -2;

    private final Reader in;
    private final Runnable waits;

    private int ahead = NONE;

    /**
     * @param in what the terminal sends, decoded
     * @param waits is told when an Esc has come and nothing behind it yet
     */
    public KeyReader(Reader in, Runnable waits) {
        this.in = in;
        this.waits = waits;
    }

    /** The next key; waits for it. {@link Key.Named#GONE} at the end of the input. */
    public Key next() throws IOException {
        int c = ahead == NONE ? in.read() : ahead;
        ahead = NONE;
        if (c < 0) {
            return Key.Named.GONE;
        }
        return c == ESC ? escaped() : plain(c);
    }

    private Key plain(int c) throws IOException {
        if (c == '\r' || c == '\n') {
            return Key.Named.ENTER;
        } else if (c == '\t') {
            return Key.Named.TAB;
        } else if (c == DEL || c == '\b') {
            return Key.Named.BACKSPACE;
        } else if (c > 0 && c <= 'Z' - '@') {
            return new Key.Ctrl((char) (c + '@'));
        } else if (c < ' ') {
            return Key.Named.OTHER;
        }
        return new Key.Text(Character.toString(codePoint(c)));
    }

    private int codePoint(int c) throws IOException {
        if (!Character.isHighSurrogate((char) c)) {
            return c;
        }
        int low = in.read();
        return low < 0 ? c : Character.toCodePoint((char) c, (char) low);
    }

    private Key escaped() throws IOException {
        if (!in.ready()) {
            waits.run();
        }
        int c = in.read();
        return switch (c) {
            case -1 -> Key.Named.GONE;
            case ESC -> escapedTwice();
            case '[' -> sequence();
            case 'O' -> named((char) in.read(), "");
            case '\r', '\n' -> Key.Named.NEW_LINE;
            case DEL, '\b' -> Key.Named.WORD_BACKSPACE;
            default -> new Key.Alt(Character.toLowerCase(codePoint(c)));
        };
    }

    /** The key itself; or a key such as PageUp after an Esc that somebody pressed for itself. */
    private Key escapedTwice() throws IOException {
        if (!in.ready()) {
            return Key.Named.ESCAPE;
        }
        int c = in.read();
        if (c == '[') {
            return sequence();
        } else if (c == 'O') {
            return named((char) in.read(), "");
        }
        ahead = c;
        return Key.Named.ESCAPE;
    }

    private Key sequence() throws IOException {
        StringBuilder parameters = new StringBuilder();
        int c = in.read();
        while (c >= ' ' && c < '@' && parameters.length() < MAX_SEQUENCE) {
            parameters.append((char) c);
            c = in.read();
        }
        return c < 0 ? Key.Named.GONE : named((char) c, parameters.toString());
    }

    private Key named(char last, String parameters) throws IOException {
        boolean word = parameters.endsWith(";5") || parameters.endsWith(";3");
        return switch (last) {
            case 'A' -> Key.Named.UP;
            case 'B' -> Key.Named.DOWN;
            case 'C' -> word ? Key.Named.WORD_RIGHT : Key.Named.RIGHT;
            case 'D' -> word ? Key.Named.WORD_LEFT : Key.Named.LEFT;
            case 'H' -> Key.Named.HOME;
            case 'F' -> Key.Named.END;
            case 'Z' -> Key.Named.BACK_TAB;
            case 'M' -> Key.Named.ENTER;
            case 'u' -> parameters.toLowerCase(Locale.ROOT).startsWith("13;") ? Key.Named.NEW_LINE : Key.Named.OTHER;
            case '~' -> parameters.equals("200") ? paste() : NUMBERED.getOrDefault(parameters, Key.Named.OTHER);
            default -> Key.Named.OTHER;
        };
    }

    private Key paste() throws IOException {
        StringBuilder pasted = new StringBuilder();
        StringBuilder end = new StringBuilder();
        while (end.length() < PASTE_END.length()) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            if (c == PASTE_END.charAt(end.length())) {
                end.append((char) c);
                continue;
            }
            pasted.append(end);
            end.setLength(0);
            if (c == ESC) {
                end.append((char) c);
            } else if (pasted.length() < MAX_PASTE) {
                pasted.append((char) c);
            }
        }
        return new Key.Paste(pasted.toString().replace("\r\n", "\n").replace('\r', '\n'));
    }
}
