// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws screens of a terminal as one SVG, one below the other, from what {@code tmux capture-pane -peN} prints. {@code
 * session.sh} runs this file as it is, so it needs nothing but a JDK. Each stretch of text has its own place and length, so
 * that the columns are right in whatever font the reader has.
 */
final class ScreenPicture {

    /** How a cell looks; a colour is 0xRRGGBB, or {@link #NONE} for that of the terminal. */
    private record Style(int foreground, int background, boolean bold, boolean faint, boolean inverse) {

        private static final Style PLAIN = new Style(NONE, NONE, false, false, false);

        private Style foreground(int colour) {
            return new Style(colour, background, bold, faint, inverse);
        }

        private Style background(int colour) {
            return new Style(foreground, colour, bold, faint, inverse);
        }

        /** What one number of an SGR sequence makes of it; those that are not drawn change nothing. */
        private Style with(int sgr) {
            if (sgr >= 30 && sgr <= 37 || sgr >= 90 && sgr <= 97) {
                return foreground(SIXTEEN[sgr < 90 ? sgr - 30 : sgr - 82]);
            }
            if (sgr >= 40 && sgr <= 47 || sgr >= 100 && sgr <= 107) {
                return background(SIXTEEN[sgr < 100 ? sgr - 40 : sgr - 92]);
            }
            return switch (sgr) {
                case 0 -> PLAIN;
                case 1 -> new Style(foreground, background, true, faint, inverse);
                case 2 -> new Style(foreground, background, bold, true, inverse);
                case 7 -> new Style(foreground, background, bold, faint, true);
                case 22 -> new Style(foreground, background, false, false, inverse);
                case 27 -> new Style(foreground, background, bold, faint, false);
                case 39 -> foreground(NONE);
                case 49 -> background(NONE);
                default -> this;
            };
        }

        private String ink() {
            int plain = inverse ? BACKGROUND : faint ? FAINT : bold ? BRIGHT : FOREGROUND;
            int own = inverse ? background : foreground;
            return hex(own == NONE ? plain : own);
        }

        /** What lies under the text, or {@link #NONE}. */
        private int ground() {
            return !inverse ? background : foreground == NONE ? FOREGROUND : foreground;
        }
    }

    /** A stretch of a row in which all cells look alike and are equally wide. */
    private record Run(int column, int columns, String text, Style style) {}

    private static final int NONE = -1;
    private static final int BACKGROUND = 0x16181d;
    private static final int FOREGROUND = 0xd3d7de;
    private static final int BRIGHT = 0xffffff;
    private static final int FAINT = 0x8b919c;
    private static final int[] SIXTEEN = {
        0x3b4048, 0xf0605a, 0x7fbf6a, 0xd9a94e, 0x5aa2f0, 0xc07be0, 0x4fb8bd, 0xd3d7de, //
        0x6b7280, 0xff7b72, 0x98d982, 0xf0c674, 0x79b8ff, 0xd2a8ff, 0x76d9de, 0xffffff
    };
    private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

    private static final double CELL_WIDTH = 8.43;
    private static final int CELL_HEIGHT = 18;
    private static final int MARGIN = 16;
    /** For the words above a screen. */
    private static final int HEAD = 30;

    private final StringBuilder svg = new StringBuilder();
    private Style style = Style.PLAIN;
    private int y;

    private ScreenPicture() {}

    /**
     * Prints a picture of screens.
     *
     * @param arguments what the picture shows, in words; its columns; then for each screen a file and the words above it
     */
    public static void main(String[] arguments) throws IOException {
        List<String> words = new ArrayList<>();
        List<List<String>> screens = new ArrayList<>();
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            screens.add(Files.readAllLines(Path.of(arguments[i])));
            words.add(arguments[i + 1]);
        }
        byte[] picture =
                of(arguments[0], Integer.parseInt(arguments[1]), words, screens).getBytes(StandardCharsets.UTF_8);
        System.out.write(picture, 0, picture.length);
        System.out.flush();
    }

    /**
     * The picture.
     *
     * @param title what it shows, for those who do not see it
     * @param columns how wide the screens are
     * @param words above each screen
     * @param screens their rows, with escape sequences
     */
    static String of(String title, int columns, List<String> words, List<List<String>> screens) {
        ScreenPicture picture = new ScreenPicture();
        for (int i = 0; i < screens.size(); i++) {
            picture.screen(words.get(i), columns, screens.get(i));
        }
        String width = number(columns * CELL_WIDTH + 2 * MARGIN);
        int height = picture.y + MARGIN;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$d" viewBox="0 0 %1$s %2$d" role="img">
                <title>%3$s</title>
                <style>
                rect { shape-rendering: crispEdges }
                text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
                .b { font-weight: 700 }
                .w { font: italic 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: %6$s }
                </style>
                <rect x="0.5" y="0.5" width="%4$s" height="%5$d" rx="8" fill="%7$s" stroke="%8$s"/>
                %9$s</svg>
                """.formatted(
                        width,
                        height,
                        escaped(title),
                        number(columns * CELL_WIDTH + 2 * MARGIN - 1),
                        height - 1,
                        hex(FAINT),
                        hex(BACKGROUND),
                        hex(SIXTEEN[0]),
                        picture.svg);
    }

    private void screen(String words, int columns, List<String> rows) {
        if (y > 0) {
            y += MARGIN;
            svg.append("<path d=\"M0 %dH%s\" stroke=\"%s\"/>\n"
                    .formatted(y, number(columns * CELL_WIDTH + 2 * MARGIN), hex(SIXTEEN[0])));
        }
        svg.append("<text class=\"w\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(MARGIN, y + 20, escaped(words)));
        y += HEAD;
        style = Style.PLAIN;
        for (String row : rows) {
            runs(row).forEach(this::draw);
            y += CELL_HEIGHT;
        }
    }

    private void draw(Run run) {
        String x = number(MARGIN + run.column * CELL_WIDTH);
        String length = number(run.columns * CELL_WIDTH);
        if (run.style.ground() != NONE) {
            svg.append("<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>\n"
                    .formatted(x, y, length, CELL_HEIGHT, hex(run.style.ground())));
        }
        // A blank is drawn by its ground alone; so the text's place and length are those of its ink.
        String ink = run.text.strip();
        if (!ink.isEmpty()) {
            int before = run.text.indexOf(ink);
            int after = run.text.length() - before - ink.length();
            svg.append(
                    "<text%s x=\"%s\" y=\"%d\" textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\" fill=\"%s\">%s</text>\n"
                            .formatted(
                                    run.style.bold ? " class=\"b\"" : "",
                                    number(MARGIN + (run.column + before) * CELL_WIDTH),
                                    y + 13,
                                    number((run.columns - before - after) * CELL_WIDTH),
                                    run.style.ink(),
                                    escaped(ink)));
        }
    }

    private List<Run> runs(String row) {
        List<Run> runs = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int begin = 0;
        int column = 0;
        int cellWidth = 1;
        for (int at = 0; at < row.length(); ) {
            if (row.charAt(at) == '\u001b') {
                column = close(runs, begin, column, text);
                begin = column;
                at = escape(row, at);
                continue;
            }
            int codePoint = row.codePointAt(at);
            int columns = columns(codePoint);
            if (columns > 0 && columns != cellWidth) {
                begin = close(runs, begin, column, text);
                cellWidth = columns;
            }
            text.appendCodePoint(codePoint);
            column += columns;
            at += Character.charCount(codePoint);
        }
        close(runs, begin, column, text);
        return runs;
    }

    /** Ends a run, and returns where the next one begins. */
    private int close(List<Run> runs, int begin, int end, StringBuilder text) {
        if (end > begin) {
            runs.add(new Run(begin, end - begin, text.toString(), style));
        }
        text.setLength(0);
        return end;
    }

    /** Reads an escape sequence, and returns what is behind it. All but colours and attributes are passed over. */
    private int escape(String row, int at) {
        if (row.startsWith("\u001b]", at)) {
            int end = row.indexOf("\u001b\\", at);
            return end < 0 ? row.length() : end + 2;
        }
        if (!row.startsWith("\u001b[", at)) {
            return at + 2;
        }
        int end = at + 2;
        while (end < row.length() && (row.charAt(end) < '@' || row.charAt(end) > '~')) {
            end++;
        }
        if (end < row.length() && row.charAt(end) == 'm') {
            attributes(row.substring(at + 2, end).split("[;:]", -1));
        }
        return Math.min(row.length(), end + 1);
    }

    private void attributes(String[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            int sgr = numbers[i].isEmpty() ? 0 : Integer.parseInt(numbers[i]);
            if ((sgr == 38 || sgr == 48) && i + 2 < numbers.length && numbers[i + 1].equals("5")) {
                int colour = colour(Integer.parseInt(numbers[i + 2]));
                style = sgr == 38 ? style.foreground(colour) : style.background(colour);
                i += 2;
            } else {
                style = style.with(sgr);
            }
        }
    }

    /** One of the 256 colours of xterm. */
    private static int colour(int number) {
        if (number < 16) {
            return SIXTEEN[number];
        }
        if (number >= 232) {
            return (8 + (number - 232) * 10) * 0x010101;
        }
        int cube = number - 16;
        return CUBE[cube / 36] << 16 | CUBE[cube / 6 % 6] << 8 | CUBE[cube % 6];
    }

    /** Enough of Unicode for the texts of a session. */
    private static int columns(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = codePoint >= 0x1100 && codePoint <= 0x115F
                || codePoint >= 0x2E80 && codePoint <= 0xA4CF
                || codePoint >= 0xAC00 && codePoint <= 0xD7A3
                || codePoint >= 0xF900 && codePoint <= 0xFAFF
                || codePoint >= 0xFF00 && codePoint <= 0xFF60
                || codePoint >= 0x1F300 && codePoint <= 0x1FAFF
                || codePoint >= 0x20000 && codePoint <= 0x3FFFD;
        return wide ? 2 : 1;
    }

    private static String hex(int colour) {
        return String.format(Locale.ROOT, "#%06x", colour);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
