// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.audit.AuditLog;
import chat.server.audit.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps the audit log in the database of the logs. What comes while the writer is busy is one transaction. Thread-safe. */
final class SqliteAudit implements AuditLog {

    /** How many may wait to be kept. */
    static final int CAPACITY = 4096;

    private static final long SOON_MILLIS = 1000;

    private record Waiting(AuditRecord record, CompletableFuture<Void> answer) {}

    private final ArrayBlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final WriterTransactions transactions;

    SqliteAudit(WriterTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompletionStage<Void> append(AuditRecord record) {
        Waiting waiting = new Waiting(record, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            return CompletableFuture.failedFuture(new RejectedException(
                    ErrorCode.BUSY, "too many records wait (expected: at most " + CAPACITY + ")", SOON_MILLIS));
        }
        if (isScheduled.compareAndSet(false, true)) {
            schedule();
        }
        return waiting.answer();
    }

    private void schedule() {
        List<Waiting> taken = new ArrayList<>();
        CompletionStage<Integer> written;
        try {
            written = transactions.write(connection -> {
                take(taken);
                connection.audit().add(taken.stream().map(Waiting::record).toList());
                return taken.size();
            });
        } catch (RuntimeException e) {
            written = CompletableFuture.failedFuture(e);
        }
        written.whenComplete((count, failure) -> {
            if (failure == null) {
                taken.forEach(waiting -> waiting.answer().complete(null));
            } else {
                // It may not have come to the taking.
                take(taken);
                taken.forEach(waiting -> waiting.answer().completeExceptionally(failure));
            }
        });
    }

    /** From here on the next record schedules anew: said before, so that none is left without a turn. */
    private void take(List<Waiting> taken) {
        isScheduled.set(false);
        queue.drainTo(taken);
    }

    @Override
    public CompletionStage<List<AuditRecord.Kept>> after(long number, long sinceMillis, int limit) {
        return transactions.reads().submit(connection -> connection.audit().after(number, sinceMillis, limit));
    }

    @Override
    public CompletionStage<List<AuditRecord.Kept>> newest(int limit) {
        return transactions.reads().submit(connection -> connection.audit().newest(limit));
    }
}
