// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.store.CommitWriter;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Transactions of the writer thread between its groups of appends: each is committed, or refused as a whole. Thread-safe. */
final class WriterTransactions {

    /** About how many pages of the write-ahead log one takes. */
    private static final int PAGES = 3;

    /** What there is of the store while it is open. */
    record Parts(CommitWriter writer, WriterDesk desk, ReadPool reads) {}

    /** Something that is written. It throws a {@link RejectedException} only before it has written anything. */
    @FunctionalInterface
    interface Work<T> {
        T on(WriteConnection connection) throws SQLException;
    }

    private final Supplier<Parts> open;

    /** @param open throws while the store is not open */
    WriterTransactions(Supplier<Parts> open) {
        this.open = open;
    }

    /** Where is read, by whoever needs not write. */
    ReadPool reads() {
        return open.get().reads();
    }

    /**
     * Has something written.
     *
     * @return completed when it is committed; exceptionally with a {@link RejectedException}
     */
    <T> CompletionStage<T> write(Work<T> work) {
        Parts parts = open.get();
        return parts.writer().call(() -> write(parts.desk(), work));
    }

    private static <T> T write(WriterDesk desk, Work<T> work) {
        StoreHealth.Problem problem = desk.health().problem();
        if (problem != null) {
            throw refusal(problem);
        }
        try {
            WriteConnection connection = desk.connection();
            try {
                T result = work.on(connection);
                connection.commit();
                desk.committed(PAGES);
                return result;
            } catch (RejectedException e) {
                // Nothing was written; ends what the reading has begun.
                connection.commit();
                throw e;
            }
        } catch (SQLException e) {
            desk.failed(e);
            throw refusal(StoreHealth.problem(e));
        } catch (RejectedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Nobody knows how far it came, and the next group must not commit the rest with its own.
            desk.failed(new SQLException(e));
            throw e;
        }
    }

    private static RejectedException refusal(StoreHealth.Problem why) {
        return new RejectedException(
                ErrorCode.STORE_UNAVAILABLE, why.kind().meaning() + "; it is not known whether this was stored");
    }
}
