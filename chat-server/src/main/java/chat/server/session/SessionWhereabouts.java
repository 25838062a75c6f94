// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.command.Whereabouts;
import chat.server.limit.AddressKey;
import chat.server.room.Room;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks all sessions, which the commands belong to that ask here: they are said when both are there. Thread-safe. */
public final class SessionWhereabouts implements Whereabouts {

    /** From how many addresses at once somebody is banned: nobody may make it any number by coming from everywhere. */
    static final int MAX_ADDRESSES = 16;

    private volatile @Nullable Sessions sessions;

    /** Whose connections are asked. To be said before the first one. */
    public void among(Sessions all) {
        sessions = all;
    }

    @Override
    public CompletionStage<Set<AddressKey>> of(AccountName name, RoomName room) {
        return known().addressesIn(room, name)
                .thenApply(found -> found.stream()
                        .filter(address -> !address.isLoopback())
                        .sorted()
                        .limit(MAX_ADDRESSES)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void recheck(Room room) {
        known().recheck(new Expulsions.Change(room, Map.of(), Set.of()));
    }

    private Sessions known() {
        Sessions all = sessions;
        if (all == null) {
            throw new IllegalStateException("there are no sessions yet");
        }
        return all;
    }
}
