// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The console in a pipe: reads lines as they would be typed, prints lines, and ends when everything that was read is stored.
 * The input is read by a daemon thread, so that the end need not wait for it.
 */
public final class PipedConsole {

    private static final int BUFFER = 8 * 1024;

    private final ConsoleSetup setup;
    private final InputStream in;
    private final PlainScreen screen;
    private final Duration patience;
    private final Ending.Watch watch = new Ending.Watch(false);

    private volatile boolean quit;

    /**
     * @param in lines, commands too
     * @param out where what happens goes
     * @param err where what goes wrong goes
     * @param patience how long the server may take for one command, and for what is left at the end of the input
     */
    public PipedConsole(ConsoleSetup setup, InputStream in, OutputStream out, OutputStream err, Duration patience) {
        this.setup = setup;
        this.in = in;
        this.patience = patience;
        Consumer<Ending> onBroken = watch.ending()::complete;
        this.screen = new PlainScreen(new LineOutput(out, onBroken), new LineOutput(err, ending -> {}));
    }

    /**
     * Talks until the input ends, the output is no longer read or the conversation cannot go on. With a FIFO, an input without
     * anything in it, as that of a service, ends nothing.
     *
     * @throws IOException with a message for a person, if the FIFO cannot be used
     */
    public Ending run() throws IOException {
        Place place = new Place(screen);
        RecentNames names = new RecentNames();
        ZoneId zone = ZoneId.systemDefault();
        Board board = new LineBoard(screen, place, zone, LocalDate.now(zone));
        Transcript transcript = new Transcript(board, place, names, Clock.system(zone), watch::ends);
        try (ChatClient client = ChatClient.connect(setup.chat(), transcript)) {
            client.followDirects();
            Interpreter interpreter = new Interpreter(client, place, names, transcript, () -> quit = true);
            CompletionStage<Void> joined = interpreter.join(setup.room());
            Fifo fifo = fifo(interpreter, transcript);
            try {
                Thread reader = new Thread(
                        () -> {
                            Ending ending = read(client, interpreter, transcript, place, joined);
                            if (ending != null) {
                                watch.ending().complete(ending);
                            }
                        },
                        "chat-stdin");
                reader.setDaemon(true);
                reader.start();
                return watch.ending().join();
            } finally {
                close(fifo);
            }
        }
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

    /** Why it ends, or null where it goes on for the FIFO alone: its input was none from the beginning. */
    private @Nullable Ending read(
            ChatClient client,
            Interpreter interpreter,
            Transcript transcript,
            Place place,
            CompletionStage<Void> joined) {
        try {
            joined.toCompletableFuture().join();
            if (place.current() == null) {
                return new Ending(ExitCode.REFUSED, "the room " + setup.room() + " cannot be joined");
            }
            boolean came = readAll(new InputLines(new TypedLines(interpreter, transcript)));
            if (!came && setup.fifo() != null) {
                return null;
            }
            await(client.whenStored());
            // What everybody in the room is told comes after the acknowledgement, and before this answer.
            await(client.ping().handle((time, failure) -> null));
            return interpreter.refusals() == 0 ? Ending.OK : new Ending(ExitCode.REFUSED, null);
        } catch (TimeoutException e) {
            return new Ending(ExitCode.TIMED_OUT, client.unacknowledged() + " messages were not acknowledged in time");
        } catch (IOException e) {
            return new Ending(ExitCode.FAULT, "the input cannot be read: " + e.getMessage());
        } catch (InterruptedException | ExecutionException | CompletionException e) {
            return new Ending(ExitCode.FAULT, e.toString());
        }
    }

    /** Whether there was anything. */
    private boolean readAll(InputLines lines) throws IOException, InterruptedException, TimeoutException {
        byte[] bytes = new byte[BUFFER];
        int length = in.read(bytes);
        boolean came = length >= 0;
        while (length >= 0 && !quit) {
            lines.bytes(bytes, length);
            length = quit ? -1 : in.read(bytes);
        }
        lines.end();
        return came;
    }

    private void await(CompletionStage<?> stage) throws InterruptedException, ExecutionException, TimeoutException {
        // A copy, as a time-out here must not complete the stage itself.
        CompletableFuture<?> copy = stage.toCompletableFuture().copy();
        copy.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does what the lines say, each command before the next line. */
    private final class TypedLines implements InputLines.Taker {
        private final Interpreter interpreter;
        private final Transcript transcript;
        private final BoundedSpeech speech = new BoundedSpeech();

        private TypedLines(Interpreter interpreter, Transcript transcript) {
            this.interpreter = interpreter;
            this.transcript = transcript;
        }

        @Override
        public void line(String line) throws InterruptedException, TimeoutException {
            if (quit) {
                return;
            }
            if (!(TypedLine.of(line) instanceof TypedLine.Do)) {
                speech.say(() -> interpreter.typed(line), patience);
                return;
            }
            try {
                await(interpreter.typed(line));
            } catch (TimeoutException | ExecutionException e) {
                transcript.fault(line + ": no answer in time");
            }
        }

        @Override
        public void tooLong() {
            transcript.fault("a line of more than " + InputLines.MAX_BYTES + " bytes was left out");
        }
    }
}
