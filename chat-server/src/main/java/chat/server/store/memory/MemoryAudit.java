// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.server.audit.AuditLog;
import chat.server.audit.AuditRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the newest records in memory. Thread-safe. */
final class MemoryAudit implements AuditLog {

    private final ArrayDeque<AuditRecord.Kept> records = new ArrayDeque<>();
    private final int capacity;
    private long last;

    /** @param capacity how many are kept; the oldest go first */
    MemoryAudit(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized CompletionStage<Void> append(AuditRecord record) {
        last++;
        records.add(record.kept(last));
        if (records.size() > capacity) {
            records.remove();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<AuditRecord.Kept>> after(long number, long sinceMillis, int limit) {
        return CompletableFuture.completedFuture(records.stream()
                .filter(record -> record.number() > number && record.atMillis() >= sinceMillis)
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<AuditRecord.Kept>> newest(int limit) {
        return CompletableFuture.completedFuture(
                records.stream().skip(Math.max(0, records.size() - limit)).toList());
    }
}
