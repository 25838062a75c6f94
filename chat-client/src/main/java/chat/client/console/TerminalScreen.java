// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.console.window.NameColours;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows things above the line that is being typed. Thread-safe, as the line reader is for what is used of it. */
final class TerminalScreen implements Screen {

    /** In a terminal narrower than this, lines are left to the terminal to fold. */
    private static final int LEAST_WIDTH = 30;

    private static final String FOLDED = "        ";
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();

    private final LineReaderImpl reader;
    private final boolean coloured;

    TerminalScreen(LineReaderImpl reader, boolean coloured) {
        this.reader = reader;
        this.coloured = coloured;
    }

    @Override
    public void show(Shown shown) {
        List<AttributedString> lines = new ArrayList<>();
        int width = reader.getTerminal().getColumns();
        for (AttributedString line : styled(shown)) {
            fold(line, width, lines);
        }
        reader.printAbove(AttributedString.join(AttributedString.NEWLINE, lines));
    }

    @Override
    public void prompt(String prompt) {
        reader.setPrompt(prompt);
        if (reader.isReading()) {
            try {
                reader.callWidget(LineReader.REDISPLAY);
            } catch (IllegalStateException e) {
                // The line has just been finished; the next one begins with the new prompt.
            }
        }
    }

    private List<AttributedString> styled(Shown shown) {
        if (!(shown instanceof Shown.Said said)) {
            AttributedStyle style = shown instanceof Shown.Fault ? BOLD : FAINT;
            return PlainText.of(shown).stream()
                    .map(line -> new AttributedString(line, coloured ? style : AttributedStyle.DEFAULT))
                    .toList();
        }
        List<AttributedString> lines = new ArrayList<>();
        for (String line : said.lines()) {
            AttributedStringBuilder styled = new AttributedStringBuilder();
            if (lines.isEmpty()) {
                AttributedStyle name = AttributedStyle.DEFAULT.foreground(NameColours.of(said.from()));
                styled.styled(coloured ? FAINT : AttributedStyle.DEFAULT, PlainText.head(said))
                        .append("<")
                        .styled(
                                coloured ? name : AttributedStyle.DEFAULT,
                                said.from().value())
                        .append("> ");
            } else {
                styled.append(PlainText.CONTINUATION);
            }
            // A tab would move the cursor further than the line reader counts.
            lines.add(styled.append(line.replace("\t", "    ")).toAttributedString());
        }
        return lines;
    }

    /**
     * Folds a line that is too long. Left to the terminal, what stands behind the edge would begin a line, and could be made
     * to look like somebody else's message.
     */
    private static void fold(AttributedString line, int width, List<AttributedString> lines) {
        if (width < LEAST_WIDTH || line.columnLength() < width) {
            lines.add(line);
            return;
        }
        AttributedString rest = line;
        String indent = "";
        while (rest.columnLength() > 0) {
            AttributedString part = rest.columnSubSequence(0, width - 1 - indent.length());
            if (part.length() == 0) {
                return;
            }
            lines.add(new AttributedStringBuilder().append(indent).append(part).toAttributedString());
            rest = rest.subSequence(part.length(), rest.length());
            indent = FOLDED;
        }
    }
}
