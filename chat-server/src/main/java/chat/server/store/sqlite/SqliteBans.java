// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.ban.AddressBan;
import chat.server.ban.BanStore;
import chat.server.config.AddressRanges.Range;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps bans of addresses in the database of the logs. Thread-safe. */
final class SqliteBans implements BanStore {

    private final WriterTransactions transactions;

    SqliteBans(WriterTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompletionStage<List<AddressBan>> load() {
        return transactions.reads().submit(connection -> connection.bans().all());
    }

    @Override
    public CompletionStage<AddressBan> put(AddressBan ban) {
        return transactions.write(connection -> connection.bans().put(ban));
    }

    @Override
    public CompletionStage<Boolean> remove(Range range) {
        return transactions.write(connection -> connection.bans().remove(range));
    }
}
