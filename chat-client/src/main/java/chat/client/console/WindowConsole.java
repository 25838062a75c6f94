// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.console.window.Backfill;
import chat.client.console.window.FullScreen;
import chat.client.console.window.Key;
import chat.client.console.window.KeyReader;
import chat.client.console.window.Keyboard;
import chat.client.console.window.Look;
import chat.client.console.window.Painter;
import chat.client.console.window.Rooms;
import chat.protocol.message.RoomName;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The console in a terminal that can move its cursor: all of the screen is its. Keys are read on a thread of their own, so that
 * the end need not wait for one; the thread that calls {@link #run} waits for the end.
 */
public final class WindowConsole {

    private final ConsoleSetup setup;
    private final Look look;
    private final Ending.Watch watch = new Ending.Watch(true);

    private volatile @Nullable Conversing conversing;
    private volatile @Nullable FullScreen screen;

    /** @param look how it looks in this terminal */
    public WindowConsole(ConsoleSetup setup, Look look) {
        this.setup = setup;
        this.look = look;
    }

    /**
     * Talks until the person leaves or the server ends it, and leaves the terminal as it was.
     *
     * @throws IOException with a message for a person, if the terminal or the FIFO cannot be used
     */
    public Ending run() throws IOException {
        Thread hook = new Thread(this::shutDown, "chat-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Terminal terminal = SystemTerminal.open();
                FullScreen full = new FullScreen(terminal, look.ring())) {
            screen = full;
            return run(terminal, full);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is running.
            }
        }
    }

    /** A signal, or the window has been closed: what is on the screen now should not come again. */
    private void shutDown() {
        FullScreen taken = screen;
        if (taken != null) {
            taken.abandon();
        }
        Conversing open = conversing;
        if (open != null) {
            open.save();
        }
    }

    private void changed() {
        Conversing open = conversing;
        if (open != null) {
            open.changed();
        }
    }

    private Ending run(Terminal terminal, FullScreen full) throws IOException {
        CompletableFuture<Ending> ending = watch.ending();
        Clock clock = Clock.system(ZoneId.systemDefault());
        Painter painter = new Painter(full, look, clock.getZone(), ending::completeExceptionally);
        Rooms rooms = new Rooms(clock, () -> {
            painter.ask();
            changed();
        });
        WindowBoard board = new WindowBoard(rooms);
        PlaceWatch places = new PlaceWatch(board);
        Place place = new Place(places);
        RecentNames names = new RecentNames();
        Transcript transcript = new Transcript(board, place, names, clock, watch::ends);
        CompletableFuture<ChatClient> client = new CompletableFuture<>();
        // What connects takes longer to load than what paints; keys are taken by the terminal until then.
        rooms.placed(setup.room(), setup.rooms(), WindowBoard.CONNECTING);
        terminal.handle(Terminal.Signal.WINCH, signal -> painter.redraw());
        full.take();
        painter.start(rooms, new Backfill(source(client), entry -> EntryWords.of(entry, clock.getZone())));
        painter.ask();
        Desktop desktop = new WindowDesktop(rooms, place);
        try (Conversing begun = Conversing.begin(
                setup, place, names, transcript, desktop, transcript, () -> ending.complete(Ending.OK))) {
            conversing = begun;
            client.complete(begun.client());
            places.of(place);
            Keyboard keyboard = new Keyboard(
                    rooms, painter, new WindowActions(begun, place, names, transcript, ending, full, painter));
            read(keyboard, ending);
            try {
                return begun.finish(awaited(ending));
            } finally {
                painter.close();
                full.giveBack();
                conversing = null;
            }
        } finally {
            painter.close();
        }
    }

    /** The end, also where a fault of this program brought it: then the terminal is given back, and it is said. */
    private static Ending awaited(CompletableFuture<Ending> ending) {
        try {
            return ending.join();
        } catch (CompletionException e) {
            Throwable fault = e.getCause() == null ? e : e.getCause();
            StackTraceElement[] trace = fault.getStackTrace();
            return new Ending(
                    ExitCode.FAULT, "a fault of this program: " + fault + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    private static void read(Keyboard keyboard, CompletableFuture<Ending> ending) {
        // Not by way of JLine's reader, which looks ten times a second whether it has been interrupted.
        KeyReader keys = new KeyReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8), keyboard::waits);
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!ending.isDone()) {
                            Key key = keys.next();
                            keyboard.pressed(key);
                            if (key == Key.Named.GONE) {
                                return;
                            }
                        }
                    } catch (IOException e) {
                        // The terminal is gone.
                        ending.complete(Ending.OK);
                    } catch (RuntimeException | Error e) {
                        ending.completeExceptionally(e);
                    }
                },
                "chat-keys");
        thread.setDaemon(true);
        thread.start();
    }

    private static Backfill.Source source(CompletableFuture<ChatClient> client) {
        return (room, range, limit) -> client.thenCompose(connected -> connected.history(room, range, limit))
                .thenApply(page -> new Backfill.Part(page.entries(), page.complete()));
    }

    /** Tells the board where the person is. Thread-safe. */
    private static final class PlaceWatch implements Runnable {

        private final WindowBoard board;

        private volatile @Nullable Place place;

        private PlaceWatch(WindowBoard board) {
            this.board = board;
        }

        /** From now on the board follows this place. */
        private void of(Place watched) {
            place = watched;
            run();
        }

        @Override
        public void run() {
            Place watched = place;
            if (watched != null) {
                // Read under the board's lock: else what is older could be shown last.
                board.placed(watched::view);
            }
        }
    }

    /** What keys do beyond the window. Confined to the key thread. */
    private static final class WindowActions implements Keyboard.Actions {

        private final Conversing conversing;
        private final WordCompleter completer;
        private final Transcript transcript;
        private final CompletableFuture<Ending> ending;
        private final FullScreen full;
        private final Painter painter;

        private WindowActions(
                Conversing conversing,
                Place place,
                RecentNames names,
                Transcript transcript,
                CompletableFuture<Ending> ending,
                FullScreen full,
                Painter painter) {
            this.conversing = conversing;
            this.completer = new WordCompleter(place, names);
            this.transcript = transcript;
            this.ending = ending;
            this.full = full;
            this.painter = painter;
        }

        @Override
        public void entered(String text) {
            conversing.interpreter().typed(text);
        }

        @Override
        public void go(RoomName room) {
            conversing.interpreter().enter(room);
        }

        @Override
        public void leave() {
            ending.complete(Ending.OK);
        }

        @Override
        public void suspend() {
            // The whole group, as the terminal itself would; where nobody could continue it, the system ignores it.
            handedOver("kill -TSTP 0", "");
        }

        @Override
        public @Nullable String edit(String text) {
            try {
                Path file = Files.createTempFile("chat-", ".txt");
                try {
                    Files.writeString(file, text);
                    handedOver("${VISUAL:-${EDITOR:-vi}} \"$0\"", file.toString());
                    return Files.size(file) > KeyReader.MAX_PASTE ? null : Files.readString(file);
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                transcript.fault("the text could not be edited: " + e);
                return null;
            }
        }

        @Override
        public List<String> candidates(String before, int from) {
            return completer.candidates(before, from);
        }

        private void handedOver(String command, String argument) {
            full.giveBack();
            try {
                new ProcessBuilder("sh", "-c", command, argument)
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (IOException e) {
                // There is no shell: then it goes on at once.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                full.take();
                painter.ask();
            }
        }
    }
}
