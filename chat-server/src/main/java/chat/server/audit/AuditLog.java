// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where records are kept, in the order in which they came. Thread-safe and never blocks; stages are completed on any thread,
 * exceptionally with a {@link chat.protocol.message.RejectedException} if the store is not able to.
 */
public interface AuditLog {

    /** The most records that {@link #after} and {@link #newest} give at once. */
    int MAX_PAGE = 1000;

    /** Keeps a record. Fails with {@code busy} if too many wait to be kept. */
    CompletionStage<Void> append(AuditRecord record);

    /**
     * Reads on.
     *
     * @param number of the last record that is known, 0 for none
     * @param sinceMillis only what was done then (ms since 1970) or later
     * @param limit at most so many, 1 to {@link #MAX_PAGE}
     * @return the oldest of those, in their order; empty at the end
     */
    CompletionStage<List<AuditRecord.Kept>> after(long number, long sinceMillis, int limit);

    /** The newest records, at most {@code limit} (1 to {@link #MAX_PAGE}), in their order. */
    CompletionStage<List<AuditRecord.Kept>> newest(int limit);
}
