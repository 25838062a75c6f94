// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.log.Appended;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a message that is sent again was stored the first time: near the newest of its producer, else anywhere in
 * the room. Called on the writer thread, which never waits for it.
 */
final class FirstPlaces {

    private final Readers readers;

    FirstPlaces(Readers readers) {
        this.readers = readers;
    }

    /**
     * Looks for the place of an id that has been stored, in the room that it is sent to now.
     *
     * @return completed on any thread; exceptionally with a {@link RejectedException}: {@link ErrorCode#BAD_FIELD} if it
     *     was used in another room, {@link ErrorCode#ID_EXPIRED} if its entry is not kept or was in another room,
     *     {@link ErrorCode#BUSY} if too many others are being looked for
     */
    CompletionStage<Appended> find(SqliteRoom room, Producer producer, ClientMessageId id) {
        long hint = producer.hint();
        long producerId = producer.rowId();
        if (EntryKey.roomId(hint) == room.id()) {
            CompletableFuture<Appended> found = new CompletableFuture<>();
            readers.pages()
                    .submit(connection -> new Look(connection.placeBefore(hint, producerId, id.counter())))
                    .whenComplete((look, failure) -> {
                        Appended near = look == null ? null : look.place();
                        if (failure != null) {
                            found.completeExceptionally(failure);
                        } else if (near != null) {
                            found.complete(near);
                        } else {
                            search(room, producerId, id).whenComplete((place, why) -> complete(found, place, why));
                        }
                    });
            return found;
        }
        return id.counter() == producer.window().highest()
                ? CompletableFuture.failedFuture(usedElsewhere(room, id))
                : search(room, producerId, id);
    }

    private static void complete(
            CompletableFuture<Appended> found, @Nullable Appended place, @Nullable Throwable failure) {
        if (failure != null) {
            found.completeExceptionally(failure);
        } else {
            found.complete(place);
        }
    }

    private record Look(@Nullable Appended place) {}

    private CompletionStage<Appended> search(SqliteRoom room, long producerId, ClientMessageId id) {
        return readers.searches().submit(connection -> {
            Appended place = connection.placeIn(room.id(), producerId, id.counter());
            if (place != null) {
                return place;
            }
            // Asked afterwards: what is trimmed is said to be before it goes.
            throw room.head().firstSeq() > 1 ? notKept(room, id) : usedElsewhere(room, id);
        });
    }

    private static RejectedException usedElsewhere(SqliteRoom room, ClientMessageId id) {
        return new RejectedException(
                ErrorCode.BAD_FIELD,
                "id: " + id.counter() + " was used for a message that is not in " + room.name()
                        + " (expected: a new id)");
    }

    private static RejectedException notKept(SqliteRoom room, ClientMessageId id) {
        return new RejectedException(
                ErrorCode.ID_EXPIRED,
                "id: " + id.counter() + " was stored, but is not kept any more in " + room.name()
                        + ", or was never there");
    }
}
