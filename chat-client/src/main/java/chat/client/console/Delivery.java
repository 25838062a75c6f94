// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionStatus;
import chat.client.SendResult;
import chat.client.Unacknowledged;
import chat.client.state.KeyedSender;
import chat.protocol.line.Visible;
import chat.protocol.message.ErrorCode;
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
 * their order is kept, also where the server puts some of them off: each leaves when the one before it is stored.
 */
public final class Delivery {

    /** Where the messages come from: says each of them, and returns when there are no more. */
    private interface Source {
        void sayAll(Speech speech) throws IOException, InterruptedException, TimeoutException;
    }

    /** Says a message, which stands in this line of the input. */
    private interface Speech {
        void say(long line, String text) throws InterruptedException, TimeoutException;
    }

    private static final int BUFFER = 8 * 1024;

    private static final String FORGOTTEN =
            "there was an attempt under this --id, and the server no longer knows who made"
                    + " it: the message may be stored or not; --force sends it as a new one";

    private final ChatOptions options;
    private final @Nullable KeyedSender sender;
    private final RoomName room;
    private final boolean json;
    private final Duration patience;
    private final LineOutput out;
    private final LineOutput err;
    private final Ending.Watch watch = new Ending.Watch(false);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger known = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger uncertain = new AtomicInteger();

    /**
     * @param sender who sends, so that what another process sent is recognised; or null for somebody new. Then the line of
     *     the input is the id of a message
     * @param json whether to print the answer to each message, one object a line
     * @param patience how long the connection may take, and an acknowledgement that is waited for: after the last message,
     *     and where there are too many without one
     * @param out where answers go
     * @param err where refusals go
     */
    public Delivery(
            ChatOptions options,
            @Nullable KeyedSender sender,
            RoomName room,
            boolean json,
            Duration patience,
            OutputStream out,
            OutputStream err) {
        this.options = options.withOneByOne();
        this.sender = sender;
        this.room = room;
        this.json = json;
        this.patience = patience;
        this.out = new LineOutput(out, watch.ending()::complete);
        this.err = new LineOutput(err, ending -> {});
    }

    /** Sends one message. */
    public Ending send(String text) {
        return run(speech -> speech.say(1, text));
    }

    /** Sends each line as a message, but for empty ones. */
    public Ending sendLines(InputStream in) {
        return run(speech -> {
            InputLines lines = new InputLines(new InputLines.Taker() {
                private long number;

                @Override
                public void line(String line) throws InterruptedException, TimeoutException {
                    number++;
                    if (!line.isBlank()) {
                        speech.say(number, line);
                    }
                }

                @Override
                public void tooLong() {
                    number++;
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
        try {
            @Nullable Ending ending = null;
            while (ending == null) {
                ending = converse(source, sender == null ? options : sender.options(options));
            }
            return sender != null && ending.code() == ExitCode.FORGOTTEN
                    ? new Ending(ExitCode.FORGOTTEN, FORGOTTEN)
                    : ending;
        } catch (IOException e) {
            return new Ending(ExitCode.FORGOTTEN, FORGOTTEN + " (" + e.getMessage() + ")");
        }
    }

    /** Returns null if another process has become the sender meanwhile: nothing is sent then. */
    private @Nullable Ending converse(Source source, ChatOptions as) {
        CompletableFuture<@Nullable Ending> done = new CompletableFuture<>();
        ChatListener listener = new ChatListener() {
            @Override
            public void onConnection(ConnectionStatus status) {
                watch.ends(status);
            }
        };
        watch.ending().thenAccept(done::complete);
        try (ChatClient client = ChatClient.connect(as, listener)) {
            // A thread of its own, so that the end need not wait for input.
            Thread sending = new Thread(
                    () -> {
                        Ending ending = deliver(client, as, source);
                        var ignored = ending == null
                                ? done.complete(null)
                                : watch.ending().complete(ending);
                    },
                    "chat-send");
            sending.setDaemon(true);
            sending.start();
            return done.join();
        }
    }

    private @Nullable Ending deliver(ChatClient client, ChatOptions as, Source source) {
        try {
            Event.Welcome welcome = await(client.ready());
            if (sender != null && as.resume() == null && !kept(sender, welcome.resume())) {
                return null;
            }
            await(client.joinLast(room, 0));
            BoundedSpeech speech = new BoundedSpeech();
            source.sayAll((line, text) -> speech.say(() -> say(client, line, text), patience));
            await(client.whenStored());
            return ending();
        } catch (KeepException e) {
            return new Ending(ExitCode.FAULT, e.getMessage());
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

    /** Before the first message leaves: whoever comes after this process must know that there may have been an attempt. */
    private static boolean kept(KeyedSender sender, String proof) throws KeepException {
        try {
            return sender.keep(proof);
        } catch (IOException e) {
            throw new KeepException("nothing was sent, as this cannot be kept for a later attempt: " + e, e);
        }
    }

    private Ending ending() {
        if (known.get() > 0 && !json) {
            err.lines(List.of("* " + known + " of " + sent + (sent.get() == 1 ? " message was" : " messages were")
                    + " stored by an earlier attempt"));
        }
        if (uncertain.get() > 0) {
            return new Ending(ExitCode.FORGOTTEN, null);
        }
        return refused.get() == 0 ? Ending.OK : new Ending(ExitCode.REFUSED, null);
    }

    private CompletionStage<Void> say(ChatClient client, long line, String text) {
        int number = sent.incrementAndGet();
        CompletionStage<SendResult> answer =
                sender == null ? client.send(room, text) : client.sendAgain(new Unacknowledged(line, room, text, true));
        return answer.handle((result, failure) -> {
            report(number, result, failure);
            return null;
        });
    }

    private void report(int number, @Nullable SendResult result, @Nullable Throwable failure) {
        if (result instanceof SendResult.Sent stored) {
            if (stored.duplicate() && sender != null) {
                known.incrementAndGet();
            }
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
            if (sender != null && rejected.code() == ErrorCode.ID_EXPIRED) {
                // A later message of an earlier attempt was stored, and none leaves before those far ahead of it are.
                known.incrementAndGet();
            } else {
                refused(number, rejected.message());
            }
        } else if (ChatException.behind(failure) instanceof ChatException.Uncertain cause) {
            uncertain.incrementAndGet();
            refused(number, "perhaps not stored: " + cause.reason());
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

    private <T> T await(CompletionStage<T> stage) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> copy = stage.toCompletableFuture().copy();
        return copy.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What a later attempt needs cannot be kept. */
    private static final class KeepException extends IOException {
        private static final long serialVersionUID = 1L;

        private KeepException(String message, IOException cause) {
            super(message, cause);
        }
    }
}
