// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatOptions;
import chat.protocol.message.RoomName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a console begins with.
 *
 * @param chat which server, and under which name
 * @param room the first room
 * @param fifo where further lines come from, or null
 */
public record ConsoleSetup(
        ChatOptions chat, RoomName room, @Nullable Path fifo) {}
