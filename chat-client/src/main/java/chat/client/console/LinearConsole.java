// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ConnectionState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The console in plain lines, one below the other, for screen readers, slow lines, {@code script} and terminals that can do no
 * more: nothing is ever painted again or moved. Keeps what the window keeps. Lines are read on a daemon thread, so that the end
 * need not wait for one.
 */
public final class LinearConsole {

    private final ConsoleSetup setup;
    private final InputStream in;
    private final boolean keyboard;
    private final LineOutput lines;
    private final PlainScreen screen;
    private final Ending.Watch watch = new Ending.Watch(true);

    private volatile @Nullable Conversing conversing;

    /**
     * @param in lines as they are typed
     * @param keyboard whether a terminal has them typed: then Ctrl-C clears the line, and ends the console when it comes twice
     * @param out where everything goes
     */
    public LinearConsole(ConsoleSetup setup, InputStream in, boolean keyboard, OutputStream out) {
        this.setup = setup;
        this.in = in;
        this.keyboard = keyboard;
        this.lines = new LineOutput(out, watch.ending()::complete);
        this.screen = new PlainScreen(lines, lines);
    }

    /**
     * Talks until the person leaves or the server ends it.
     *
     * @throws IOException with a message for a person, if the FIFO cannot be used
     */
    public Ending run() throws IOException {
        Thread hook = new Thread(this::shutDown, "chat-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return converse();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is running.
            }
        }
    }

    private void shutDown() {
        Conversing open = conversing;
        if (open != null) {
            open.save();
        }
    }

    /** Whatever changes shows, sooner or later. */
    private void changed() {
        Conversing open = conversing;
        if (open != null) {
            open.changed();
        }
    }

    private Ending converse() throws IOException {
        ZoneId zone = ZoneId.systemDefault();
        Clock clock = Clock.system(zone);
        Screen watched = new Screen() {
            @Override
            public void show(Shown shown) {
                screen.show(shown);
                changed();
            }

            @Override
            public void prompt(String prompt) {
                changed();
            }
        };
        Place place = new Place(watched);
        RecentNames names = new RecentNames();
        Board board = new LineBoard(watched, place, zone, LocalDate.now(clock));
        Transcript transcript = new Transcript(board, place, names, clock, watch::ends);
        transcript.notice("/help lists the commands, Ctrl-D leaves");
        // The terminal itself has cleared the line before the signal comes, and written ^C behind it.
        CtrlC ctrlC = new CtrlC(
                System::nanoTime,
                () -> {
                    lines.lines(List.of(""));
                    transcript.notice("Ctrl-C again leaves");
                },
                () -> watch.ending().complete(Ending.OK));
        if (keyboard) {
            Signals.register("INT", ctrlC::pressed);
        }
        try (Conversing begun = Conversing.begin(
                setup,
                place,
                names,
                transcript,
                new PlainDesktop(place),
                new Homecoming(transcript),
                () -> watch.ending().complete(Ending.OK))) {
            conversing = begun;
            Thread reader = new Thread(() -> read(begun.interpreter(), place, transcript, ctrlC), "chat-stdin");
            reader.setDaemon(true);
            reader.start();
            Ending ending = begun.finish(watch.ending().join());
            conversing = null;
            return ending;
        }
    }

    private void read(Interpreter interpreter, Place place, Transcript transcript, CtrlC ctrlC) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ctrlC.forget();
                if (TypedLine.of(line) instanceof TypedLine.Say && place.view().state() != ConnectionState.ONLINE) {
                    transcript.notice("waits for the connection: " + line);
                }
                interpreter.typed(line);
                changed();
            }
        } catch (IOException e) {
            // As good as the end of the input.
        }
        watch.ending().complete(Ending.OK);
    }
}
