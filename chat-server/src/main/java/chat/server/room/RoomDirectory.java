// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rooms that are open, each once. Thread-safe. */
public final class RoomDirectory {

    private final ConcurrentHashMap<RoomName, CompletableFuture<Room>> rooms = new ConcurrentHashMap<>();
    private final RoomStore store;
    private final int maxRooms;
    private final Limit<Rate> messages;

    /**
     * @param store where rooms come from
     * @param maxRooms how many there may be; one more is refused with {@link ErrorCode#TOO_MANY_ROOMS}
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
            rooms.putIfAbsent(snapshot.head().room(), CompletableFuture.completedFuture(new Room(snapshot, messages)));
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
        if (rooms.size() >= maxRooms) {
            return CompletableFuture.failedFuture(new RejectedException(
                    ErrorCode.TOO_MANY_ROOMS, "the server has " + maxRooms + " rooms and makes no more"));
        }
        CompletableFuture<Room> opening = new CompletableFuture<>();
        CompletableFuture<Room> other = rooms.putIfAbsent(name, opening);
        if (other != null) {
            return other;
        }
        store.openRoom(name).whenComplete((snapshot, failure) -> {
            if (failure != null) {
                rooms.remove(name, opening);
                opening.completeExceptionally(failure);
            } else {
                opening.complete(new Room(snapshot, messages));
            }
        });
        return opening;
    }

    /** The room of this name if it is open, else null. */
    public @Nullable Room find(RoomName name) {
        CompletableFuture<Room> room = rooms.get(name);
        return room == null || !room.isDone() || room.isCompletedExceptionally() ? null : room.join();
    }

    /** What is said of a room that is not there. */
    public static RejectedException noSuchRoom(RoomName name) {
        return new RejectedException(ErrorCode.NO_SUCH_ROOM, "there is no room " + name + " (expected: one of rooms)");
    }

    /** How many rooms there are. */
    public int size() {
        return rooms.size();
    }

    /** All rooms that are open, in the order of their names. */
    public Collection<Room> all() {
        return rooms.keySet().stream()
                .sorted()
                .map(this::find)
                .filter(room -> room != null)
                .collect(Collectors.toUnmodifiableList());
    }
}
