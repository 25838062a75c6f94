// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.utils.ScreenTerminal;

/**
 * The program as a person runs it: the jar that the build has made, on a pseudo-terminal of the system, with a screen that
 * understands what it writes. The pseudo-terminal becomes the program's controlling terminal by way of {@code setsid}, which
 * Debian's base has; where there is none, or no pseudo-terminal, the tests fail and say so.
 */
final class ProgramInTerminal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JniNativePty pty;
    private final Attributes before;
    private final Process process;
    private final ScreenTerminal screen;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private volatile boolean closed;

    /**
     * Starts the program.
     *
     * @param state where it keeps its state
     * @param environment further variables
     */
    ProgramInTerminal(int columns, int rows, Path state, Map<String, String> environment, String... arguments)
            throws IOException {
        pty = (JniNativePty) new JniTerminalProvider().open(null, Size.of(columns, rows));
        before = pty.getAttr();
        screen = new ScreenTerminal(columns, rows);
        List<String> command = new ArrayList<>(List.of(
                // Whoever runs the tests may ignore some, such as a shell for what it has in the background.
                "env",
                "--default-signal",
                "setsid",
                "--ctty",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "chat-client.jar").toString()));
        command.addAll(List.of(arguments));
        File slave = new File(pty.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(slave)
                .redirectOutput(slave)
                .redirectError(slave);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("XDG_STATE_HOME", state.toString());
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(environment);
        process = builder.start();
        Thread pump = new Thread(this::pump, "test-terminal");
        pump.setDaemon(true);
        pump.start();
    }

    private void pump() {
        byte[] bytes = new byte[8 * 1024];
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        try (InputStream in = pty.getMasterInput()) {
            for (int length = in.read(bytes); length >= 0 && !closed; length = in.read(bytes)) {
                synchronized (written) {
                    written.write(bytes, 0, length);
                }
                cut.write(bytes, 0, length);
                // A character may be cut in two by a read.
                byte[] all = cut.toByteArray();
                int whole = wholeCharacters(all);
                cut.reset();
                cut.write(all, whole, all.length - whole);
                screen.write(new String(all, 0, whole, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static int wholeCharacters(byte[] bytes) {
        int at = bytes.length - 1;
        while (at >= 0 && at > bytes.length - 4 && (bytes[at] & 0xC0) == 0x80) {
            at--;
        }
        if (at < 0 || bytes[at] >= 0) {
            return bytes.length;
        }
        int length = (bytes[at] & 0xE0) == 0xC0 ? 2 : (bytes[at] & 0xF0) == 0xE0 ? 3 : 4;
        return at + length <= bytes.length ? bytes.length : at;
    }

    /** Types something. */
    void type(String keys) throws IOException {
        pty.getMasterOutput().write(keys.getBytes(StandardCharsets.UTF_8));
        pty.getMasterOutput().flush();
    }

    /** The window gets another size. */
    void resize(int columns, int rows) throws IOException {
        screen.setSize(Size.of(columns, rows));
        pty.setSize(Size.of(columns, rows));
    }

    /** What stands on the screen, row by row, without blanks at their ends. */
    List<String> rows() {
        int columns = screen.getColumns();
        long[] cells = new long[columns * screen.getRows()];
        screen.dump(cells, new int[2]);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < screen.getRows(); row++) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int codePoint = ScreenTerminal.cellCodePoint(cells[row * columns + column]);
                if (codePoint != 0) {
                    text.appendCodePoint(codePoint);
                }
            }
            rows.add(text.toString().stripTrailing());
        }
        return rows;
    }

    /** Whether anything on the screen has a colour. */
    boolean isColoured() {
        long[] cells = new long[screen.getColumns() * screen.getRows()];
        screen.dump(cells, new int[2]);
        for (long cell : cells) {
            if (ScreenTerminal.cellHasForeground(cell)) {
                return true;
            }
        }
        return false;
    }

    /** In which column a text begins in the row that has it. */
    int columnOf(String text) {
        int columns = screen.getColumns();
        long[] cells = new long[columns * screen.getRows()];
        screen.dump(cells, new int[2]);
        List<String> rows = rows();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).contains(text)) {
                for (int column = 0; column < columns; column++) {
                    if (begins(cells, row * columns + column, (row + 1) * columns, text)) {
                        return column;
                    }
                }
            }
        }
        throw new AssertionError(text + " is not on the screen: " + rows);
    }

    private static boolean begins(long[] cells, int at, int end, String text) {
        int cell = at;
        for (int codePoint : text.codePoints().toArray()) {
            while (cell < end && cell > at && ScreenTerminal.cellCodePoint(cells[cell]) == 0) {
                cell++;
            }
            if (cell >= end || ScreenTerminal.cellCodePoint(cells[cell]) != codePoint) {
                return false;
            }
            cell++;
        }
        return true;
    }

    /** Waits until the screen has a row with all of these texts. */
    void sees(String... texts) {
        check(rows -> assertThat(rows).anySatisfy(row -> assertThat(row).contains(texts)));
    }

    /** Waits until no row of the screen has a text. */
    void seesNothingOf(String text) {
        check(rows -> assertThat(rows).noneMatch(row -> row.contains(text)));
    }

    /** Waits until the screen is as it should be. */
    void check(Consumer<List<String>> what) {
        await().atMost(PATIENCE).untilAsserted(() -> what.accept(rows()));
    }

    /** Waits until what was written is as it should be. */
    void written(Predicate<String> what) {
        await().atMost(PATIENCE).until(() -> what.test(written()));
    }

    /** Everything that was written, as it was. */
    String written() {
        synchronized (written) {
            return written.toString(StandardCharsets.UTF_8);
        }
    }

    /** Waits for the end, and returns the exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended, with %s", rows())
                .isTrue();
        return process.exitValue();
    }

    /** Ends it as the system does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it at once, so that it can do nothing any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Whether the terminal is as it was before the program had it. */
    boolean isAsBefore() throws IOException {
        Attributes after = pty.getAttr();
        return after.getLocalFlags().equals(before.getLocalFlags())
                && after.getInputFlags().equals(before.getInputFlags())
                && after.getOutputFlags().equals(before.getOutputFlags());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        process.destroyForcibly();
        pty.close();
    }
}
