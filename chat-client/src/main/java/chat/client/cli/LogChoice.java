// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose log a verb reads: that of a room, or of what two have said to each other. */
final class LogChoice {

    @Option(
            names = "--with",
            paramLabel = "NAME",
            converter = ConnectionOptions.NameConverter.class,
            description = "What you and this account said to each other alone, instead of a room. With --account.")
    private @Nullable AccountName with;

    @Parameters(
            arity = "0..1",
            paramLabel = "ROOM",
            converter = ConnectionOptions.RoomConverter.class,
            description = "The room, with its # or without; instead of --room.")
    private @Nullable RoomName room;

    /** The room, or the direct room; that of the connection's options where neither is said. */
    RoomName room(ConnectionOptions connection) {
        return room == null || with != null ? connection.room("--with", with) : room;
    }
}
