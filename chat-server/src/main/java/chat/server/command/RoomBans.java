// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.RoomEvent;
import chat.server.limit.AddressKey;
import chat.server.log.Append;
import chat.server.log.RoomLog;
import chat.server.room.BannedAddressBook;
import chat.server.room.Room;
import chat.server.room.RoomState;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps people out of rooms and lets them in again: the entry of the log, and the addresses, which are in no entry. */
final class RoomBans {

    /** What a moderator is told does not say whether it is because of where somebody is. */
    private static final String NO_ADDRESS =
            " is banned by name only: no address of theirs is known, as they are not in the room or on the machine of the"
                    + " server";

    private final RoomLog log;
    private final BannedAddressBook addresses;
    private final Whereabouts whereabouts;
    private final RoomMeasures measures;

    RoomBans(RoomLog log, BannedAddressBook addresses, Whereabouts whereabouts, RoomMeasures measures) {
        this.log = log;
        this.addresses = addresses;
        this.whereabouts = whereabouts;
        this.measures = measures;
    }

    /**
     * Has a ban stored, or its end.
     *
     * @param event what it is to be
     * @param state the one that the caller's rights were looked up in
     */
    void store(
            RoomEvent.Moderated event,
            Room room,
            RoomState state,
            Caller caller,
            Command.Moderate command,
            Answer answer) {
        // Asked before the entry is stored, which sends them out.
        CompletionStage<Set<AddressKey>> asked = command.address()
                ? whereabouts.of(event.name(), room.name())
                : CompletableFuture.completedFuture(Set.of());
        asked.thenCompose(found -> store(event, room, state, caller, found))
                .whenComplete((found, failure) -> caller.loop().execute(() -> {
                    if (found == null) {
                        answer.failed(failure);
                    } else {
                        answer.give(new Event.Ok(command.ref(), null, whatIsMissing(command, event.name(), found)));
                    }
                }));
    }

    private CompletionStage<Set<AddressKey>> store(
            RoomEvent.Moderated event, Room room, RoomState state, Caller caller, Set<AddressKey> found) {
        addresses.requirePlace(room, event.name(), found.size());
        // On the writer's thread: the addresses of two bans are to be kept in the order of their entries.
        Append append = new Append(
                room.head(), caller.name(), caller.id(), event, null, Runnable::run, state.rightsSeq(), null);
        return log.append(append)
                .thenCompose(place -> addresses
                        .replace(room, event.name(), found)
                        .whenComplete((kept, failure) -> {
                            // The entry is there, whatever has become of the addresses.
                            measures.taken(room.name(), event, failure == null ? found : Set.of(), caller);
                            if (failure == null && !found.isEmpty()) {
                                whereabouts.recheck(room);
                            }
                        }))
                .thenApply(kept -> found);
    }

    private static @Nullable String whatIsMissing(Command.Moderate command, AccountName name, Set<AddressKey> found) {
        return command.address() && found.isEmpty() ? name + NO_ADDRESS : null;
    }
}
