// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.RoomEvent;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An entry that somebody wants in a room's log.
 *
 * @param room whose log
 * @param from the name that is shown
 * @param sender who it is, however they are called; idempotency is by sender
 * @param event what happened
 * @param id under which the same message may come again; null if it is a new one every time
 * @param home where the answer is wanted, in practice the event loop of the caller
 */
public record Append(
        LogHead room,
        AccountName from,
        SenderId sender,
        RoomEvent event,
        @Nullable ClientMessageId id,
        Executor home) {}
