// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down what was done, after it was done. What cannot be kept is counted and said in the log, as it is too late to
 * refuse it. Thread-safe; never blocks and never throws.
 */
public final class AuditTrail {

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private static final long LINE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<AuditLog> log;
    private final Clock clock;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - LINE_NANOS);

    /** @param log where to, asked for with each record: a store has one only after its start */
    public AuditTrail(Supplier<AuditLog> log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Something was done in no room, and nobody said why. */
    public CompletionStage<Void> note(Actor actor, AuditAction action, AccountName subject) {
        return note(actor, action, subject.value(), null, "", "");
    }

    /**
     * Something was done.
     *
     * @param subject to whom or what
     * @param room where, or null
     * @param detail what exactly; may be empty
     * @param reason why; may be empty
     * @return completed when it is kept, or cannot be; never fails
     */
    public CompletionStage<Void> note(
            Actor actor, AuditAction action, String subject, @Nullable RoomName room, String detail, String reason) {
        try {
            AuditRecord record = new AuditRecord(clock.millis(), actor, action, subject, room, detail, reason);
            return log.get().append(record).exceptionally(this::lost);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(lost(e));
        }
    }

    /** As {@link #note}, when a stage has come to a good end; the result is passed on when that is kept, or cannot be. */
    public <T> CompletionStage<T> noteWhenDone(
            CompletionStage<T> stage, Actor actor, AuditAction action, AccountName subject) {
        return stage.thenCompose(result -> note(actor, action, subject).thenApply(kept -> result));
    }

    /** How many records could not be kept. */
    public long lost() {
        return lost.get();
    }

    private @Nullable Void lost(Throwable failure) {
        long count = lost.incrementAndGet();
        long now = System.nanoTime();
        long last = saidNanos.get();
        // A store that fails does so for every record, and what makes records may be a peer.
        if (now - last >= LINE_NANOS && saidNanos.compareAndSet(last, now)) {
            LOG.error("{} records of the audit log could not be kept so far: {}", count, failure.toString());
        }
        return null;
    }
}
