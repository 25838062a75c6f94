// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.server.ban.AddressBan;
import chat.server.ban.BanStore;
import chat.server.config.AddressRanges.Range;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps bans of addresses in memory. Thread-safe. */
final class MemoryBans implements BanStore {

    private final ConcurrentHashMap<Range, AddressBan> bans = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<List<AddressBan>> load() {
        return CompletableFuture.completedFuture(List.copyOf(bans.values()));
    }

    @Override
    public CompletionStage<AddressBan> put(AddressBan ban) {
        bans.values().removeIf(other -> !other.holds(ban.atMillis()));
        bans.put(ban.range(), ban);
        return CompletableFuture.completedFuture(ban);
    }

    @Override
    public CompletionStage<Boolean> remove(Range range) {
        return CompletableFuture.completedFuture(bans.remove(range) != null);
    }
}
