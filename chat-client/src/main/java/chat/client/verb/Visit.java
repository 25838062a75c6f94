// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A conversation of which one thread asks questions, one after the other: what a lost connection or a rate limit has come
 * between is asked again. A server that cannot be reached at first ends it at once; one that goes away later has the patience
 * of each question to come back. Used by one thread; the listener is called on the event loop.
 */
final class Visit implements AutoCloseable {

    /** What is done in a visit. */
    interface Work {
        Ending in(Visit visit) throws Over, InterruptedException;
    }

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Ending.Watch watch;
    private final Duration patience;
    private final ChatClient client;

    private volatile CompletableFuture<Void> online = new CompletableFuture<>();

    private Visit(ChatOptions options, Ending.Watch watch, Duration patience, ChatListener listener) {
        this.watch = watch;
        this.patience = patience;
        client = ChatClient.connect(options, new Ears(listener));
    }

    /**
     * Connects, does the work, and closes.
     *
     * @param watch can end it from outside
     * @param patience how long one question may take, with all that comes between
     * @param listener is told of entries, joined rooms, new logs and how the connection stands
     */
    static Ending make(ChatOptions options, Ending.Watch watch, Duration patience, ChatListener listener, Work work)
            throws InterruptedException {
        try (Visit visit = new Visit(options, watch, patience, listener)) {
            Ending ending = work.in(visit);
            return watch.ending().getNow(ending);
        } catch (Over e) {
            return e.ending();
        }
    }

    /** Asks until there is an answer. */
    <T> T answer(Function<ChatClient, CompletionStage<T>> question) throws Over, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                await(online, deadline);
                return await(question.apply(client).toCompletableFuture(), deadline);
            } catch (ExecutionException e) {
                ChatException cause = ChatException.behind(e);
                if (cause instanceof ChatException.Refused refused) {
                    pauseOrEnd(refused, deadline);
                } else if (!(cause instanceof ChatException.NotConnected)) {
                    throw new Over(new Ending(ExitCode.FAULT, e.toString()));
                }
            }
        }
    }

    /** Waits for what comes by itself, as long as for an answer. */
    <T> T await(CompletableFuture<T> stage) throws Over, InterruptedException {
        try {
            return await(stage, System.nanoTime() + patience.toNanos());
        } catch (ExecutionException e) {
            throw new Over(new Ending(ExitCode.FAULT, e.toString()));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void pauseOrEnd(ChatException.Refused refused, long deadline) throws Over, InterruptedException {
        boolean passing = refused.code() == ErrorCode.RATE_LIMITED
                || refused.code() == ErrorCode.BUSY
                || refused.code() == ErrorCode.STORE_UNAVAILABLE;
        if (!passing || System.nanoTime() + PAUSE.toNanos() - deadline > 0) {
            throw new Over(new Ending(ExitCode.REFUSED, refused.reason()));
        }
        try {
            throw new Over(watch.ending().get(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            // As it should be: now it is asked again.
        } catch (ExecutionException e) {
            throw new AssertionError("an ending never fails", e);
        }
    }

    private <T> T await(CompletableFuture<T> stage, long deadline)
            throws Over, InterruptedException, ExecutionException {
        try {
            CompletableFuture.anyOf(stage, watch.ending())
                    .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Over(new Ending(ExitCode.TIMED_OUT, "the server did not answer in time"));
        } catch (ExecutionException e) {
            if (!watch.ending().isDone()) {
                throw e;
            }
        }
        if (watch.ending().isDone()) {
            throw new Over(watch.ending().join());
        }
        return stage.get();
    }

    /** Hears what ends the visit, and passes on what the work wants to know. Confined to the event loop. */
    private final class Ears implements ChatListener {

        private final ChatListener listener;

        private Ears(ChatListener listener) {
            this.listener = listener;
        }

        @Override
        public void onConnection(ConnectionStatus status) {
            listener.onConnection(status);
            if (status.state() == ConnectionState.ONLINE) {
                online.complete(null);
            } else if (online.isDone()) {
                online = new CompletableFuture<>();
            }
            watch.ends(status);
        }

        @Override
        public void onJoined(Event.Joined joined) {
            listener.onJoined(joined);
        }

        @Override
        public void onNewLog(RoomName room, String epoch) {
            listener.onNewLog(room, epoch);
        }

        @Override
        public void onRoomLost(RoomName room, ErrorCode code, String message) {
            watch.ending().complete(new Ending(ExitCode.LOST, "cannot join again: " + message));
        }
    }
}
