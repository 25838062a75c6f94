// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomName;
import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rooms that are open, each once. Thread-safe. */
public final class RoomDirectory {

    private final ConcurrentHashMap<RoomName, CompletableFuture<Room>> rooms = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Set<Room>> directs = new ConcurrentHashMap<>();
    private final RoomStore store;
    private final AtomicInteger directRooms = new AtomicInteger();
    private final int maxRooms;
    private final Limit<Rate> messages;

    /**
     * @param store where rooms come from
     * @param maxRooms how many there may be, direct ones aside; one more is refused with {@link ErrorCode#TOO_MANY_ROOMS}
     */
    public RoomDirectory(RoomStore store, int maxRooms) {
        this(store, maxRooms, Limit.off());
    }

    /**
     * As the other one, with a limit.
     *
     * @param messages how fast people may add entries to a room, all of them together
     */
    public RoomDirectory(RoomStore store, int maxRooms, Limit<Rate> messages) {
        this.store = store;
        this.maxRooms = maxRooms;
        this.messages = messages;
    }

    /** Takes in the rooms that the store has, after its start; they may be more than the limit. */
    public void load() {
        for (RoomSnapshot snapshot : store.rooms()) {
            rooms.putIfAbsent(snapshot.head().room(), CompletableFuture.completedFuture(room(snapshot)));
        }
    }

    /**
     * The room of this name, made if there is none.
     *
     * @return completed on any thread; exceptionally with a {@link RejectedException}
     */
    public CompletionStage<Room> open(RoomName name) {
        CompletableFuture<Room> known = rooms.get(name);
        if (known != null) {
            return known;
        }
        if (rooms.size() - directRooms.get() >= maxRooms) {
            return CompletableFuture.failedFuture(new RejectedException(
                    ErrorCode.TOO_MANY_ROOMS, "the server has " + maxRooms + " rooms and makes no more"));
        }
        return open(name, () -> store.openRoom(name));
    }

    /**
     * The direct room of this name, made if there is none. These do not count among the rooms that there may be in all.
     *
     * @param pair whose it is if it is made
     * @return as {@link #open(RoomName)}; it may be of another pair, which had the names before
     */
    public CompletionStage<Room> open(RoomName name, DirectPair pair) {
        CompletableFuture<Room> known = rooms.get(name);
        return known == null ? open(name, () -> store.openDirect(name, pair)) : known;
    }

    private CompletionStage<Room> open(RoomName name, Supplier<CompletionStage<RoomSnapshot>> store) {
        CompletableFuture<Room> opening = new CompletableFuture<>();
        CompletableFuture<Room> other = rooms.putIfAbsent(name, opening);
        if (other != null) {
            return other;
        }
        store.get().whenComplete((snapshot, failure) -> {
            if (failure != null) {
                rooms.remove(name, opening);
                opening.completeExceptionally(failure);
            } else {
                opening.complete(room(snapshot));
            }
        });
        return opening;
    }

    /** The direct rooms of an account, in no order. */
    public Collection<Room> directsOf(long accountId) {
        return directs.getOrDefault(accountId, Set.of());
    }

    /** Has the store keep how far one of the two has been sent a direct room, where that is news. */
    public void saveSeen(Room room, long accountId) {
        Direct direct = room.direct();
        if (direct != null && direct.isToBeSaved(accountId)) {
            store.saveSeen(room.name(), accountId, direct.seenBy(accountId));
        }
    }

    private Room room(RoomSnapshot snapshot) {
        Room room = new Room(snapshot, messages);
        Direct direct = room.direct();
        if (direct != null) {
            directRooms.incrementAndGet();
            directs.computeIfAbsent(direct.pair().lower(), absent -> ConcurrentHashMap.newKeySet())
                    .add(room);
            directs.computeIfAbsent(direct.pair().higher(), absent -> ConcurrentHashMap.newKeySet())
                    .add(room);
        }
        return room;
    }

    /** The room of this name if it is open, else null. */
    public @Nullable Room find(RoomName name) {
        CompletableFuture<Room> room = rooms.get(name);
        return room == null || !room.isDone() || room.isCompletedExceptionally() ? null : room.join();
    }

    /** What is said of a room that is not there. */
    public static RejectedException noSuchRoom(RoomName name) {
        return new RejectedException(
                ErrorCode.NO_SUCH_ROOM,
                name.isDirect() ? "you have no conversation " + name : "there is no room " + name);
    }

    /** How many rooms somebody owns; looks at each room. */
    public long countOwnedBy(AccountName name) {
        return rooms.values().stream()
                .filter(room -> room.isDone() && !room.isCompletedExceptionally())
                .filter(room -> room.join().state().standings().of(name).role() == Role.OWNER)
                .count();
    }

    /** How many rooms there are. */
    public int size() {
        return rooms.size();
    }

    /** How many of them are direct. */
    public int directRooms() {
        return directRooms.get();
    }

    /** All rooms that are open but for direct ones, in the order of their names. */
    public Collection<Room> all() {
        return rooms.keySet().stream()
                .filter(name -> !name.isDirect())
                .sorted()
                .map(this::find)
                .filter(room -> room != null)
                .collect(Collectors.toUnmodifiableList());
    }
}
