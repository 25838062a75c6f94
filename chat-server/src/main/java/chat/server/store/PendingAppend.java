// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import chat.protocol.message.RejectedException;
import chat.server.log.Acknowledgement;
import chat.server.log.Append;
import chat.server.log.Appended;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An append on its way through the writer. The writer sets the outcome, then hands it over to the append's home, which
 * gives the answer.
 */
public final class PendingAppend implements Acknowledgement {

    private final Append append;
    private final long queuedNanos;
    private final CompletableFuture<Appended> answer = new CompletableFuture<>();
    private @Nullable Appended appended;
    private @Nullable RejectedException rejection;
    private @Nullable CompletionStage<Appended> later;

    PendingAppend(Append append, long queuedNanos) {
        this.append = append;
        this.queuedNanos = queuedNanos;
    }

    /** What is to be appended. */
    public Append append() {
        return append;
    }

    /** The place has been found; told after the commit. For the writer. */
    public void stored(Appended place) {
        appended = place;
    }

    /** It will not be stored, or it is not known; told after the commit. For the writer. */
    public void rejected(RejectedException reason) {
        rejection = reason;
    }

    /** It has been stored before, and its place is being looked for. For the writer. */
    public void storedBefore(CompletionStage<Appended> place) {
        later = place;
    }

    /** Whether the outcome is still open. */
    public boolean isOpen() {
        return appended == null && rejection == null && later == null;
    }

    long queuedNanos() {
        return queuedNanos;
    }

    CompletableFuture<Appended> answer() {
        return answer;
    }

    @Override
    public Executor home() {
        return append.home();
    }

    @Override
    public void give() {
        Appended place = appended;
        RejectedException reason = rejection;
        if (reason != null) {
            answer.completeExceptionally(reason);
        } else if (place != null) {
            answer.complete(place);
        } else if (later != null) {
            later.whenComplete(this::found);
        } else {
            answer.completeExceptionally(new IllegalStateException("an append came back without an outcome"));
        }
    }

    private void found(@Nullable Appended place, @Nullable Throwable failure) {
        try {
            home().execute(() -> {
                if (failure != null) {
                    answer.completeExceptionally(failure);
                } else {
                    answer.complete(place);
                }
            });
        } catch (RejectedExecutionException e) {
            // The event loop of that connection has ended, and the connection with it.
            answer.cancel(false);
        }
    }
}
