// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.room.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says that people are where a test has put them, in whatever room. */
final class FakeWhereabouts implements Whereabouts {

    private final Map<AccountName, Set<AddressKey>> addresses = new HashMap<>();
    private final List<RoomName> rechecked = new CopyOnWriteArrayList<>();

    void put(String name, AddressKey... at) {
        addresses.put(new AccountName(name), Set.of(at));
    }

    /** The rooms that were to be looked through, in that order. */
    List<RoomName> rechecked() {
        return new ArrayList<>(rechecked);
    }

    @Override
    public CompletionStage<Set<AddressKey>> of(AccountName name, RoomName room) {
        return CompletableFuture.completedFuture(addresses.getOrDefault(name, Set.of()));
    }

    @Override
    public void recheck(Room room) {
        rechecked.add(room.name());
    }
}
