// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ConnectionState;
import chat.client.console.window.NameColours;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The console in a terminal: a line to type, and above it what happens. Reads on the thread that calls {@link #run}; the
 * client's event loop and the FIFO's thread show things meanwhile.
 */
public final class TerminalConsole {

    private static final int STORE_PATIENCE_SECONDS = 5;

    private final ConsoleSetup setup;
    private final boolean coloured;
    private final Ending.Watch watch = new Ending.Watch(true);

    private volatile @Nullable Profile profile;

    /** @param environment of the process; says whether a person wants colours */
    public TerminalConsole(ConsoleSetup setup, Map<String, String> environment) {
        this.setup = setup;
        this.coloured = NameColours.wanted(environment);
    }

    /**
     * Talks until the person leaves or the server ends it, and leaves the terminal as it was.
     *
     * @throws IOException with a message for a person, if the terminal or the FIFO cannot be used
     */
    public Ending run() throws IOException {
        Thread hook = new Thread(this::shutDown, "chat-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Terminal terminal = TerminalBuilder.builder()
                .name("chat-client")
                .system(true)
                .encoding(StandardCharsets.UTF_8)
                .build()) {
            return run(terminal);
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
        leaveLine();
        Profile open = profile;
        if (open != null) {
            open.save();
        }
    }

    /**
     * At a signal JLine puts the terminal's attributes back. What it has switched on for the line being typed stays: that
     * pasted text comes in brackets, and the line itself.
     */
    private static void leaveLine() {
        // Not by way of the terminal, which may be closed at the same time.
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write("\u001b[?2004l\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The terminal itself is gone.
        }
    }

    private Ending run(Terminal terminal) throws IOException {
        LineReaderImpl reader = reader(terminal);
        TerminalScreen screen = new TerminalScreen(reader, coloured);
        Place place = new Place(screen);
        RecentNames names = new RecentNames();
        reader.setCompleter(new WordCompleter(place, names));
        // Not by way of readLine: the connection may change between asking for the prompt and reading.
        reader.getWidgets().put(LineReader.CALLBACK_INIT, () -> {
            reader.setPrompt(place.view().prompt());
            return true;
        });
        ZoneId zone = ZoneId.systemDefault();
        Board board = new LineBoard(screen, place, zone, LocalDate.now(zone));
        Transcript transcript = new Transcript(board, place, names, Clock.system(zone), watch::ends);
        transcript.notice("/help lists the commands, Ctrl-D leaves");
        try (Profile kept = Profile.open(setup.state(), setup.chat(), transcript::notice);
                ChatClient client = ChatClient.connect(kept.options(setup.chat()), new Homecoming(transcript))) {
            Interpreter interpreter = new Interpreter(
                    client, place, names, transcript, () -> watch.ending().complete(Ending.OK));
            client.followDirects();
            kept.enter(interpreter, setup.room());
            kept.keep(client);
            profile = kept;
            Fifo fifo = fifo(interpreter, transcript);
            try {
                read(reader, place, interpreter, transcript);
            } finally {
                close(fifo);
            }
            Ending ending = finish(client, place, kept);
            profile = null;
            interpreter.leave();
            return ending;
        }
    }

    private static LineReaderImpl reader(Terminal terminal) {
        // Nothing that is typed has a meaning but its own: no quotes, no escapes, no history by exclamation mark.
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        return (LineReaderImpl) LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("chat-client")
                .parser(parser)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.AUTO_MENU, true)
                // What was typed is shown again when the server has stored it.
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "| ")
                .variable(LineReader.BELL_STYLE, "none")
                .build();
    }

    private @Nullable Fifo fifo(Interpreter interpreter, Transcript transcript) throws IOException {
        Path path = setup.fifo();
        return path == null ? null : Fifo.open(path, new SpokenLines(interpreter, transcript));
    }

    private static void close(@Nullable Fifo fifo) {
        if (fifo != null) {
            fifo.close();
        }
    }

    private void read(LineReader reader, Place place, Interpreter interpreter, Transcript transcript) {
        CompletableFuture<Ending> ending = watch.ending();
        Thread reading = Thread.currentThread();
        ending.thenRun(() -> {
            // The server ended it: nobody will press a key for that.
            if (Thread.currentThread() != reading) {
                reading.interrupt();
            }
        });
        boolean interruptedBefore = false;
        while (!ending.isDone()) {
            try {
                String line = reader.readLine();
                interruptedBefore = false;
                if (TypedLine.of(line) instanceof TypedLine.Say && place.view().state() != ConnectionState.ONLINE) {
                    transcript.notice("waits for the connection: " + line);
                }
                interpreter.typed(line);
            } catch (UserInterruptException e) {
                boolean nothingTyped = e.getPartialLine().isEmpty();
                if (ending.isDone() || (nothingTyped && interruptedBefore)) {
                    break;
                }
                interruptedBefore = nothingTyped;
                if (nothingTyped) {
                    transcript.notice("Ctrl-C again leaves");
                }
            } catch (EndOfFileException e) {
                break;
            }
        }
        ending.complete(Ending.OK);
        // The interrupt has done what it was for.
        Thread.interrupted();
    }

    /** Waits a moment for what was typed last, and tells if it may be lost. */
    private Ending finish(ChatClient client, Place place, Profile kept) {
        Ending ending = watch.ending().join();
        if (client.unacknowledged() > 0 && ending.code() == ExitCode.OK) {
            awaitStored(client, place);
        }
        int waiting = kept.save();
        int unacknowledged = client.unacknowledged();
        if (unacknowledged == 0 || ending.code() != ExitCode.OK) {
            return ending;
        }
        String what = unacknowledged == 1 ? "the last message" : "the last " + unacknowledged + " messages";
        return new Ending(
                ExitCode.TIMED_OUT,
                what
                        + (waiting < 0
                                ? " may not have been stored"
                                : unacknowledged == 1
                                        ? " is not acknowledged: it is kept, and sent again at the next start"
                                        : " are not acknowledged: they are kept, and sent again at the next start"));
    }

    private static void awaitStored(ChatClient client, Place place) {
        try {
            if (place.view().state() == ConnectionState.ONLINE) {
                client.whenStored().toCompletableFuture().get(STORE_PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            // Told below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
