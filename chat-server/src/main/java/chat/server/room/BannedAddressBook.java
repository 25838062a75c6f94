// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.limit.AddressKey;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which addresses are banned from which rooms: keeps them in the store, and has each room know its own. They are in no entry
 * of a log, as nobody but the operator is to know them. Thread-safe.
 */
public final class BannedAddressBook {

    /** How many a room may have. */
    static final int CAPACITY = 1000;

    private final Supplier<BannedAddressStore> store;
    private final RoomDirectory rooms;
    private final Clock clock;

    /** @param store asked for with each change: there is one only after its start */
    public BannedAddressBook(Supplier<BannedAddressStore> store, RoomDirectory rooms, Clock clock) {
        this.store = store;
        this.rooms = rooms;
        this.clock = clock;
    }

    /** Reads everything from the store. To be done once, when the rooms are there and nobody has come. */
    public CompletionStage<Void> load() {
        return store.get().load().thenCompose(kept -> {
            kept.stream()
                    .collect(Collectors.groupingBy(
                            BannedAddress::room,
                            Collectors.groupingBy(
                                    BannedAddress::name,
                                    Collectors.mapping(BannedAddress::address, Collectors.toSet()))))
                    .forEach((name, addresses) -> {
                        Room room = rooms.find(name);
                        if (room != null) {
                            addresses.forEach(room::banAddresses);
                        }
                    });
            return CompletableFuture.allOf(rooms.all().stream()
                    .map(room -> forgetEnded(room).toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
        });
    }

    /**
     * Asked before somebody is banned.
     *
     * @param more how many addresses they have
     * @throws RejectedException with {@link ErrorCode#FORBIDDEN} if those are more than the room may have
     */
    public void requirePlace(Room room, AccountName name, int more) {
        if (more > 0 && room.bannedAddresses().countWithout(name) + more > CAPACITY) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    room.name() + " has " + CAPACITY
                            + " banned addresses already (expected: unban some people, or ban this one without address)");
        }
    }

    /**
     * Keeps the addresses of somebody who has just been banned, in place of those of an earlier ban. To be asked for in the
     * order in which the entries were committed.
     *
     * @param addresses empty if they were banned without, or let in again
     * @return completed when it is durable and the room knows it
     */
    public CompletionStage<Void> replace(Room room, AccountName name, Set<AddressKey> addresses) {
        return store.get().replace(room.name(), name, addresses).thenRun(() -> {
            room.banAddresses(name, addresses);
            var unused = forgetEnded(room);
        });
    }

    /** What nobody is banned for any more is not to be kept: it says where somebody was. */
    private CompletionStage<Void> forgetEnded(Room room) {
        return CompletableFuture.allOf(room.bannedAddresses().ended(room.state().standings(), clock.millis()).stream()
                .map(name -> store.get()
                        .replace(room.name(), name, Set.of())
                        .thenRun(() -> room.banAddresses(name, Set.of()))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
