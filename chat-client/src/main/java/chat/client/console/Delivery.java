// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionStatus;
import chat.client.SendResult;
import chat.protocol.line.Visible;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages and ends when all of them are stored. Whatever happens to the connection meanwhile, none is stored twice and
 * their order is kept.
 */
public final class Delivery {

    /** Where the messages come from: says each of them, and returns when there are no more. */
    private interface Source {
        void sayAll(BoundedSpeech speech) throws IOException, InterruptedException;
    }

    private static final int BUFFER = 8 * 1024;

    private final ChatOptions options;
    private final RoomName room;
    private final boolean json;
    private final Duration patience;
    private final LineOutput out;
    private final LineOutput err;
    private final Ending.Watch watch = new Ending.Watch(false);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /**
     * @param json whether to print the answer to each message, one object a line
     * @param patience how long the connection may take, and after the last message its acknowledgement
     * @param out where answers go
     * @param err where refusals go
     */
    public Delivery(
            ChatOptions options, RoomName room, boolean json, Duration patience, OutputStream out, OutputStream err) {
        this.options = options;
        this.room = room;
        this.json = json;
        this.patience = patience;
        this.out = new LineOutput(out, () -> watch.ending().complete(Ending.BROKEN_PIPE));
        this.err = new LineOutput(err, () -> {});
    }

    /** Sends one message. */
    public Ending send(String text) {
        return run(speech -> speech.say(text));
    }

    /** Sends each line as a message, but for empty ones. */
    public Ending sendLines(InputStream in) {
        return run(speech -> {
            InputLines lines = new InputLines(new InputLines.Taker() {
                @Override
                public void line(String line) throws InterruptedException {
                    if (!line.isBlank()) {
                        speech.say(line);
                    }
                }

                @Override
                public void tooLong() {
                    refused(0, "a line of more than " + InputLines.MAX_BYTES + " bytes was left out");
                }
            });
            byte[] bytes = new byte[BUFFER];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                lines.bytes(bytes, length);
            }
            lines.end();
        });
    }

    private Ending run(Source source) {
        ChatListener listener = new ChatListener() {
            @Override
            public void onConnection(ConnectionStatus status) {
                watch.ends(status);
            }
        };
        try (ChatClient client = ChatClient.connect(options, listener)) {
            // A thread of its own, so that the end need not wait for input.
            Thread sender = new Thread(() -> watch.ending().complete(deliver(client, source)), "chat-send");
            sender.setDaemon(true);
            sender.start();
            return watch.ending().join();
        }
    }

    private Ending deliver(ChatClient client, Source source) {
        try {
            await(client.joinLast(room, 0));
            source.sayAll(new BoundedSpeech(text -> say(client, text)));
            await(client.whenStored());
            return refused.get() == 0 ? Ending.OK : new Ending(ExitCode.REFUSED, null);
        } catch (TimeoutException e) {
            return new Ending(
                    ExitCode.TIMED_OUT,
                    client.unacknowledged() == 0
                            ? "the server did not answer in time"
                            : client.unacknowledged() + " messages were not acknowledged in time");
        } catch (ExecutionException e) {
            ChatException cause = ChatException.behind(e);
            return new Ending(ExitCode.REFUSED, cause == null ? e.toString() : cause.reason());
        } catch (IOException e) {
            return new Ending(ExitCode.FAULT, "the input cannot be read: " + e.getMessage());
        } catch (InterruptedException | CompletionException e) {
            return new Ending(ExitCode.FAULT, e.toString());
        }
    }

    private CompletionStage<Void> say(ChatClient client, String text) {
        int number = sent.incrementAndGet();
        return client.send(room, text).handle((result, failure) -> {
            report(number, result, failure);
            return null;
        });
    }

    private void report(int number, @Nullable SendResult result, @Nullable Throwable failure) {
        if (result instanceof SendResult.Sent stored) {
            if (json) {
                print(new Event.Sent(
                        Integer.toString(number),
                        stored.room(),
                        stored.id(),
                        stored.seq(),
                        stored.atMillis(),
                        stored.duplicate()));
            }
        } else if (result instanceof SendResult.Rejected rejected) {
            if (json) {
                print(new Event.Rejected(Integer.toString(number), rejected.code(), rejected.message(), null));
            }
            refused(number, rejected.message());
        } else if (!watch.ending().isDone()) {
            refused(number, String.valueOf(failure));
        }
    }

    private void print(Event event) {
        out.lines(List.of(new JsonText().of(event)));
    }

    private void refused(int number, String reason) {
        refused.incrementAndGet();
        String which = number == 0 ? "" : "message " + number + ": ";
        err.lines(List.of("! " + which + Visible.of(reason)));
    }

    private <T> void await(CompletionStage<T> stage) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> copy = stage.toCompletableFuture().copy();
        copy.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
