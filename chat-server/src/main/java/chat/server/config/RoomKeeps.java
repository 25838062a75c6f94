// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What single rooms keep, whatever holds for the others: {@code #ops 90d, #ci 5000, #audit off}. Immutable and thread-safe.
 *
 * @param byRoom in the order in which they were written
 */
public record RoomKeeps(Map<RoomName, Keep> byRoom) {

    static final RoomKeeps NONE = new RoomKeeps(Map.of());

    /** Keeps a copy of the map. */
    public RoomKeeps {
        byRoom = Collections.unmodifiableMap(new LinkedHashMap<>(byRoom));
    }

    /**
     * Reads rooms and what each of them keeps, with commas between them; {@code off} is no exception at all.
     *
     * @throws IllegalArgumentException if the text is something else, or names a room twice
     */
    static RoomKeeps parse(String text) {
        if (text.equalsIgnoreCase(ValueType.OFF)) {
            return NONE;
        }
        Map<RoomName, Keep> keeps = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] roomAndKeep = part.strip().split(" +", 2);
            if (roomAndKeep.length < 2 || keeps.put(room(roomAndKeep[0]), Keep.parse(roomAndKeep[1])) != null) {
                throw new IllegalArgumentException("rooms: " + part + " (expected: each once, and what it keeps)");
            }
        }
        return new RoomKeeps(keeps);
    }

    private static RoomName room(String text) {
        try {
            return new RoomName(text);
        } catch (RejectedException e) {
            throw new IllegalArgumentException(e.reason(), e);
        }
    }

    /** The form that {@link #parse} reads back. */
    @Override
    public String toString() {
        return byRoom.isEmpty()
                ? ValueType.OFF
                : byRoom.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
