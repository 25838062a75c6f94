// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Links on a terminal that remembers of each cell where it leads. There is none for tests: so each link gets a colour in place
 * of its sequence, as nothing else here has one, and a cell keeps its colour as it would its link.
 */
class LinkLayerTest {

    private static final Pattern LINK =
            Pattern.compile("\u001b]8;id=([0-9.]+);([!-~]+)\u001b\\\\(.*?)\u001b]8;;\u001b\\\\", Pattern.DOTALL);
    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OPS = new RoomName("#ops");
    private static final AccountName BOB = new AccountName("bob");
    private static final int COLUMNS = 40;
    private static final int ROWS = 14;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Terminal terminal = terminal();
    private final FullScreen full = new FullScreen(terminal, Ring.OFF);
    private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
    private final Rooms rooms = new Rooms(Clock.systemUTC(), () -> {});
    private final ItemText text = new ItemText(new Look(false, true, Ring.OFF), ZoneOffset.UTC);
    private final Map<String, Integer> colours = new HashMap<>();
    private final Map<Integer, String> urls = new HashMap<>();
    private RoomName here = LOBBY;
    private long seq;

    private Terminal terminal() {
        try {
            Terminal made = new ExternalTerminal(
                    "test", "xterm-256color", new ByteArrayInputStream(new byte[0]), written, StandardCharsets.UTF_8);
            made.setSize(Size.of(COLUMNS, ROWS));
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
    }

    @Test
    void aFoldedLinkIsOneForTheTerminal() {
        rooms.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        full.take();
        say("look: https://example.org/" + "a".repeat(50) + " there");
        String out = paint();
        assertThat(LINK.matcher(out).results().map(link -> link.group(1) + " " + link.group(2)))
                .hasSizeGreaterThan(1)
                .containsOnly("1.0.0.0 https://example.org/" + "a".repeat(50));
        assertThat(paint()).as("nothing has changed").doesNotContain("\u001b]8");
        rooms.change(() -> rooms.editor().insert("typed"));
        assertThat(paint()).as("what is typed is below").doesNotContain("\u001b]8");
    }

    /** The display writes only what has changed, and scrolls: no cell may go on leading where its text was before. */
    @Test
    void eachCellLeadsWhereItsTextDoes() {
        String[] parts = {
            "https://e.org/a",
            "https://e.org/b",
            "https://e.org/" + "a".repeat(45),
            "https://e.org/" + "a".repeat(44) + "b",
            "https no link",
            "words and words",
            "漢字 ",
            "e",
            "\n"
        };
        Random random = new Random(7);
        rooms.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        full.take();
        for (int round = 0; round < 1_000; round++) {
            switch (random.nextInt(9)) {
                case 0 -> rooms.change(() -> rooms.editor().insert("https://e.org/a"));
                case 1 -> rooms.change(() -> rooms.editor().set(random.nextBoolean() ? "" : "x\ny"));
                case 2 -> viewport().up(1 + random.nextInt(5));
                case 3 -> viewport().down(1 + random.nextInt(9));
                case 4 -> {
                    here = random.nextBoolean() ? LOBBY : OPS;
                    rooms.placed(here, List.of(LOBBY, OPS), Rooms.ONLINE);
                }
                default -> {
                    StringBuilder said = new StringBuilder();
                    for (int i = 1 + random.nextInt(3); i > 0; i--) {
                        said.append(parts[random.nextInt(parts.length)]).append(random.nextInt(3) == 0 ? "" : " ");
                    }
                    say(said + ".");
                }
            }
            paint();
            check(Frame.of(rooms, text, COLUMNS, ROWS));
        }
        assertThat(urls).hasSizeGreaterThan(10);
    }

    private void check(Frame frame) {
        long[] cells = new long[COLUMNS * ROWS];
        screen.dump(cells, new int[2]);
        for (int row = 0; row < ROWS; row++) {
            CharSequence shown = frame.rows().get(row);
            List<Link> links = frame.links().getOrDefault(row, List.of());
            int column = 0;
            for (int i = 0; i < shown.length(); i++) {
                int at = i;
                long cell = cells[row * COLUMNS + column];
                assertThat(ScreenTerminal.cellCodePoint(cell)).isEqualTo(shown.charAt(i));
                String url = links.stream()
                        .filter(link -> at >= link.from() && at < link.to())
                        .map(Link::url)
                        .findFirst()
                        .orElse("");
                assertThat(leadsTo(cell)).as("%s, column %s", shown, column).isEqualTo(url);
                column += Graphemes.columns(shown, i, i + 1);
            }
        }
    }

    private String leadsTo(long cell) {
        if (!ScreenTerminal.cellHasForeground(cell)) {
            return "";
        }
        return urls.getOrDefault(ScreenTerminal.cellForeground(cell), "?");
    }

    /** Of the colours that the screen knows, which has 16 shades of red, green and blue. */
    private String colour(String url) {
        int number = colours.computeIfAbsent(url, unknown -> colours.size() + 1);
        String colour =
                String.format("\u001b[38;2;%d;%d;%dm", 17 * (number & 15), 17 * (number >> 4 & 15), 17 * (number >> 8));
        ScreenTerminal one = new ScreenTerminal(10, 2);
        one.write(colour + "x");
        long[] cells = new long[20];
        one.dump(cells, new int[2]);
        String other = urls.put(ScreenTerminal.cellForeground(cells[0]), url);
        assertThat(other == null ? url : other).isEqualTo(url);
        return colour;
    }

    private String paint() {
        written.reset();
        full.paint((width, height) -> Frame.of(rooms, text, width, height));
        terminal.flush();
        String out = written.toString(StandardCharsets.UTF_8);
        screen.write(LINK.matcher(out).replaceAll(this::coloured));
        return out;
    }

    private String coloured(MatchResult link) {
        String colour = colour(link.group(2));
        return colour + link.group(3).replaceAll("(\u001b\\[[0-9;]*m)(?=.)", "$1" + colour) + "\u001b[39m";
    }

    private Viewport viewport() {
        return new Viewport(rooms.look(Rooms::current), text, COLUMNS, ROWS - 3);
    }

    private void say(String said) {
        seq++;
        rooms.said(
                new LogEntry(here, seq, 1_000, BOB, new RoomEvent.Message(seq, said)),
                new RoomEvent.Message(seq, said));
    }
}
