// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatOptions;
import chat.client.state.StateFolder;
import chat.protocol.message.RoomName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a console begins with.
 *
 * @param chat which server, and under which name
 * @param rooms the rooms to open, in their order; the first is the one to speak to. At least one
 * @param fifo where further lines come from, or null
 * @param state where a console in a terminal keeps where it was, or null to keep nothing
 */
public record ConsoleSetup(
        ChatOptions chat,
        List<RoomName> rooms,
        @Nullable Path fifo,
        @Nullable StateFolder state) {

    /** Keeps a copy. */
    public ConsoleSetup {
        rooms = List.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("rooms: none (expected: at least one)");
        }
    }

    /** With one room. */
    public ConsoleSetup(ChatOptions chat, RoomName room, @Nullable Path fifo, @Nullable StateFolder state) {
        this(chat, List.of(room), fifo, state);
    }

    /** The room to speak to. */
    public RoomName room() {
        return rooms.get(0);
    }
}
