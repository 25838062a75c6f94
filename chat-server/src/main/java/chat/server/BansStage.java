// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.ban.AddressBans;
import chat.server.lifecycle.Stage;
import chat.server.lifecycle.StartException;
import chat.server.room.BannedAddressBook;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** It is known who is banned while this runs. It starts when the store has, and before anybody can come. */
final class BansStage implements Stage {

    private static final int LOAD_TIMEOUT_SECONDS = 10;

    private final AddressBans bans;
    private final BannedAddressBook ofRooms;

    BansStage(AddressBans bans, BannedAddressBook ofRooms) {
        this.bans = bans;
        this.ofRooms = ofRooms;
    }

    @Override
    public String name() {
        return "address bans";
    }

    @Override
    public void start() throws StartException {
        try {
            bans.load()
                    .thenCompose(loaded -> ofRooms.load())
                    .toCompletableFuture()
                    .orTimeout(LOAD_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            // Without them whoever is banned would be let in.
            throw new StartException("store: the bans of addresses cannot be read (" + e.getCause() + ")", e);
        }
    }

    @Override
    public CompletionStage<?> stop() {
        return STOPPED;
    }
}
