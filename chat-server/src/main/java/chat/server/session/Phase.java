// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import org.jspecify.annotations.Nullable;

/** What a connection's commands mean at present: one object for each state. Confined to the connection's event loop. */
sealed interface Phase permits GreetingPhase, ChatPhase, EndedPhase {

    /** Who is there, or null if nobody is. */
    @Nullable
    Session session();

    /** A command came. */
    void command(Command command);

    /** A command has its answer. */
    void answered();

    /** About a second has passed. */
    void tick(long nowNanos);

    /** What somebody may do in a room has changed. */
    void recheck(Expulsions.Change change, long nowMillis);

    /** Where the connection comes from, if somebody of this name is in a room on it; else null. */
    @Nullable
    AddressKey addressIn(RoomName room, AccountName name);

    /** The client takes bytes again. */
    void becameWritable();

    /** Whether everything that was delivered to the connection's rooms has been written to it. */
    boolean isLevel();

    /** The connection is about to end: gives back all that it holds. */
    void end();
}
