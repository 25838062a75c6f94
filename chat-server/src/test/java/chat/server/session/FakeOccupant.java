// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import java.util.concurrent.atomic.AtomicInteger;

/** Somebody with a name, who notes that they were replaced. */
final class FakeOccupant implements SessionRegistry.Occupant {

    private final AtomicInteger replacements = new AtomicInteger();

    @Override
    public void replaced() {
        replacements.incrementAndGet();
    }

    int replacements() {
        return replacements.get();
    }
}
