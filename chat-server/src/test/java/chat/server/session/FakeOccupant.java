// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.server.room.Room;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody with a name, who notes that they were replaced. */
final class FakeOccupant implements SessionRegistry.Occupant {

    private final AtomicInteger rechecks = new AtomicInteger();
    private final AtomicInteger replacements = new AtomicInteger();

    @Override
    public void replaced() {
        replacements.incrementAndGet();
    }

    @Override
    public void recheck() {
        rechecks.incrementAndGet();
    }

    @Override
    public void news(Room room) {}

    @Override
    public void invited(Event.Invited invited) {}

    @Override
    public boolean mayKeep(AccountName name) {
        return false;
    }

    int rechecks() {
        return rechecks.get();
    }

    int replacements() {
        return replacements.get();
    }
}
