// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.Display;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that this program has all to itself: its second screen, every key as it is pressed. Gives it back as it was.
 * Thread-safe.
 */
public final class FullScreen implements AutoCloseable {

    /** Makes what is to be seen on a screen of a size. */
    interface Scene {
        Frame frame(int width, int height);
    }

    private static final String ENTER = "\u001b[?1049h\u001b[?2004h\u001b[H\u001b[2J";
    private static final String LEAVE = "\u001b[?2004l\u001b[?25h\u001b[0m\u001b[?1049l";

    private static final int LEAST_COLUMNS = 2;

    private final Terminal terminal;
    private final Ring ring;
    private final Attributes before;
    private final ReentrantLock painting = new ReentrantLock();
    private final LinkLayer links = new LinkLayer();

    private @Nullable Display display;
    private volatile int columns = 80;
    private volatile int rows = 24;
    private volatile boolean taken;
    private volatile boolean resized;

    /**
     * @param terminal stays the caller's to close
     * @param ring how it calls the person
     */
    public FullScreen(Terminal terminal, Ring ring) {
        this.terminal = terminal;
        this.ring = ring;
        this.before = terminal.getAttributes();
    }

    /** Takes the terminal, at the beginning or again. */
    public void take() {
        painting.lock();
        try {
            Attributes raw = new Attributes(before);
            raw.setLocalFlag(Attributes.LocalFlag.ICANON, false);
            raw.setLocalFlag(Attributes.LocalFlag.ECHO, false);
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
            raw.setLocalFlag(Attributes.LocalFlag.IEXTEN, false);
            raw.setInputFlag(Attributes.InputFlag.IXON, false);
            raw.setInputFlag(Attributes.InputFlag.ICRNL, false);
            raw.setInputFlag(Attributes.InputFlag.INLCR, false);
            // A read waits until there is something: nothing has to look again and again.
            raw.setControlChar(Attributes.ControlChar.VMIN, 1);
            raw.setControlChar(Attributes.ControlChar.VTIME, 0);
            terminal.setAttributes(raw);
            terminal.writer().write(ENTER);
            terminal.flush();
            display = new Display(terminal, true);
            resized = true;
            taken = true;
        } finally {
            painting.unlock();
        }
    }

    /** Gives the terminal back for a while, or for good. */
    public void giveBack() {
        boolean alone = isPaintingOver();
        try {
            if (taken) {
                taken = false;
                terminal.writer().write(LEAVE);
                terminal.flush();
                terminal.setAttributes(before);
            }
        } finally {
            if (alone) {
                painting.unlock();
            }
        }
    }

    /**
     * Gives the terminal back while the process ends: without JLine's terminal, which may be closed at the same time and puts the
     * attributes back itself.
     */
    public void abandon() {
        boolean alone = isPaintingOver();
        if (taken) {
            taken = false;
            try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write(LEAVE.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The terminal itself is gone.
            }
        }
        if (alone) {
            painting.unlock();
        }
    }

    /** Waits for a painting to end, but not long: it hangs in a write if the terminal takes nothing any more. */
    private boolean isPaintingOver() {
        try {
            return painting.tryLock(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The terminal has another size. */
    public void resized() {
        resized = true;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** Paints, if the terminal is taken. Called by the paint thread only. */
    void paint(Scene scene) {
        painting.lock();
        try {
            Display shown = display;
            if (!taken || shown == null) {
                return;
            }
            boolean anew = resized;
            if (anew) {
                resized = false;
                measure(shown);
            }
            Frame frame = scene.frame(columns, rows);
            String call = frame.call();
            if (call != null) {
                terminal.writer().write(ring.sequence(call));
            }
            // As the display counts, which has a place behind each row for a cursor that is about to wrap.
            shown.update(frame.rows(), frame.cursorRow() * (columns + 1) + frame.cursorColumn());
            String over = links.over(frame, anew, terminal);
            if (!over.isEmpty()) {
                terminal.writer().write(over);
                terminal.flush();
            }
        } finally {
            painting.unlock();
        }
    }

    private void measure(Display shown) {
        Size size = terminal.getSize();
        // A terminal that does not know its size says 0.
        columns = size.getColumns() == 0 ? columns : Math.max(LEAST_COLUMNS, size.getColumns());
        rows = size.getRows() == 0 ? rows : size.getRows();
        shown.clear();
        shown.resize(Size.of(columns, rows));
    }

    /** The same as {@link #giveBack}. */
    @Override
    public void close() {
        giveBack();
    }
}
