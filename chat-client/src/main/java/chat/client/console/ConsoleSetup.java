// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatOptions;
import chat.client.state.StateFolder;
import chat.protocol.message.RoomName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a console begins with.
 *
 * @param chat which server, and under which name
 * @param room the first room
 * @param fifo where further lines come from, or null
 * @param state where a console in a terminal keeps where it was, or null to keep nothing
 */
public record ConsoleSetup(
        ChatOptions chat,
        RoomName room,
        @Nullable Path fifo,
        @Nullable StateFolder state) {}
