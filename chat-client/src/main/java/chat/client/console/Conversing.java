// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatListener;
import chat.client.ConnectionState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A person's conversation from its beginning to its end, whatever shows it: with what was kept of the last one, the FIFO, and
 * what is kept for the next. {@link #save} and {@link #changed} may be called from any thread, the rest from one.
 */
final class Conversing implements AutoCloseable {

    private static final int STORE_PATIENCE_SECONDS = 5;

    private final Profile profile;
    private final ChatClient client;
    private final Place place;
    private final Interpreter interpreter;
    private final @Nullable Fifo fifo;

    private Conversing(Profile profile, ChatClient client, Place place, Interpreter interpreter, @Nullable Fifo fifo) {
        this.profile = profile;
        this.client = client;
        this.place = place;
        this.interpreter = interpreter;
        this.fifo = fifo;
    }

    /**
     * Begins.
     *
     * @param desktop gets what lay there the last time, and is asked what lies there now
     * @param listener is told what happens; tells the transcript
     * @param quit called when the person wants to leave
     * @throws IOException with a message for a person, if the FIFO cannot be used
     */
    static Conversing begin(
            ConsoleSetup setup,
            Place place,
            RecentNames names,
            Transcript transcript,
            Desktop desktop,
            ChatListener listener,
            Runnable quit)
            throws IOException {
        Profile profile = Profile.open(setup.state(), setup.chat(), transcript::notice);
        ChatClient client = ChatClient.connect(profile.options(setup.chat()), listener);
        Interpreter interpreter = new Interpreter(client, place, names, transcript, quit);
        client.followDirects();
        profile.lay(desktop);
        profile.enter(interpreter, setup.rooms());
        profile.keep(client, desktop);
        try {
            Path path = setup.fifo();
            Fifo fifo = path == null ? null : Fifo.open(path, new SpokenLines(interpreter, transcript));
            return new Conversing(profile, client, place, interpreter, fifo);
        } catch (IOException e) {
            client.close();
            profile.close();
            throw e;
        }
    }

    ChatClient client() {
        return client;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** Something may have changed that is to be kept. Never waits. */
    void changed() {
        profile.changed();
    }

    /** Keeps where the person is now. */
    void save() {
        profile.save();
    }

    /**
     * Waits a moment for what was typed last, and tells if it may be lost.
     *
     * @param ending why it ends
     * @return the same, or what is to be said instead
     */
    Ending finish(Ending ending) {
        if (client.unacknowledged() > 0 && ending.code() == ExitCode.OK) {
            awaitStored();
        }
        int waiting = profile.save();
        int unacknowledged = client.unacknowledged();
        interpreter.leave();
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

    @Override
    public void close() {
        if (fifo != null) {
            fifo.close();
        }
        interpreter.leave();
        client.close();
        profile.close();
    }

    private void awaitStored() {
        try {
            if (place.view().state() == ConnectionState.ONLINE) {
                client.whenStored().toCompletableFuture().get(STORE_PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            // Told by whoever asked.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
