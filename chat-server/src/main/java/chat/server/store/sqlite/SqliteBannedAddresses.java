// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.room.BannedAddress;
import chat.server.room.BannedAddressStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Keeps addresses of the banned in the database of the logs. Thread-safe. */
final class SqliteBannedAddresses implements BannedAddressStore {

    private final WriterTransactions transactions;

    SqliteBannedAddresses(WriterTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompletionStage<List<BannedAddress>> load() {
        return transactions
                .reads()
                .submit(connection -> connection.bannedAddresses().all());
    }

    @Override
    public CompletionStage<Void> replace(RoomName room, AccountName name, Set<AddressKey> addresses) {
        return transactions
                .write(connection -> {
                    connection.bannedAddresses().replace(room, name, addresses);
                    return true;
                })
                .thenAccept(done -> {});
    }
}
