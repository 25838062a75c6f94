// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The place for the answer to one command. To be given exactly once, on the caller's event loop. */
public final class Answer {

    /** Takes the answer to where it belongs. */
    public interface Sink {

        /** The answer is there. */
        void answered(Event event);

        /** Instead of an answer there was an exception that nobody expected. */
        void bug(Throwable cause);
    }

    private final @Nullable String ref;
    private final Sink sink;

    /** @param ref of the command, or null if it has none */
    public Answer(@Nullable String ref, Sink sink) {
        this.ref = ref;
        this.sink = sink;
    }

    /** Gives the answer. */
    public void give(Event event) {
        sink.answered(event);
    }

    /**
     * Gives the answer that there is none because of an exception: what was wrong, if it is a {@link RejectedException};
     * else that it is a fault of the server.
     */
    public void failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RejectedException rejection) {
            sink.answered(new Event.Rejected(ref, rejection.code(), rejection.reason(), rejection.retryAfterMillis()));
        } else {
            sink.bug(cause);
            sink.answered(
                    new Event.Rejected(ref, ErrorCode.INTERNAL, "a fault of the server; it has been logged", null));
        }
    }
}
