// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.room.BannedAddress;
import chat.server.room.BannedAddressStore;
import chat.server.store.CommitWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Keeps addresses of the banned in memory. Thread-safe. */
final class MemoryBannedAddresses implements BannedAddressStore {

    private final Set<BannedAddress> kept = ConcurrentHashMap.newKeySet();
    private final Supplier<CommitWriter> writer;

    MemoryBannedAddresses(Supplier<CommitWriter> writer) {
        this.writer = writer;
    }

    @Override
    public CompletionStage<List<BannedAddress>> load() {
        return CompletableFuture.completedFuture(List.copyOf(kept));
    }

    @Override
    public CompletionStage<Void> replace(RoomName room, AccountName name, Set<AddressKey> addresses) {
        return writer.get()
                .call(() -> {
                    kept.removeIf(
                            other -> other.room().equals(room) && other.name().equals(name));
                    addresses.forEach(address -> kept.add(new BannedAddress(room, name, address)));
                    return true;
                })
                .thenAccept(done -> {});
    }
}
