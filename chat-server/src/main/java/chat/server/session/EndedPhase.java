// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import org.jspecify.annotations.Nullable;

/** Nothing is heeded any more. */
final class EndedPhase implements Phase {

    @Override
    public @Nullable Session session() {
        return null;
    }

    @Override
    public void command(Command command) {
        // It came after the end.
    }

    @Override
    public void answered() {
        // It came after the end.
    }

    @Override
    public void tick(long nowNanos) {
        // The farewell has deadlines of its own.
    }

    @Override
    public void recheck(Expulsions.Change change, long nowMillis) {
        // The rooms have been given back.
    }

    @Override
    public @Nullable AddressKey addressIn(RoomName room, AccountName name) {
        return null;
    }

    @Override
    public void becameWritable() {
        // There is nothing more to write.
    }

    @Override
    public boolean isLevel() {
        return true;
    }

    @Override
    public void end() {
        // It has.
    }
}
