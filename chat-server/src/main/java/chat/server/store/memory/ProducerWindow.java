// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a producer's last {@value #WIDTH} ids have been stored, and where. Confined to the writer thread.
 *
 * <p>A window over a counter as IPsec has it against replay (RFC 4303, section 3.4.3), but one that remembers the place
 * of the first time.
 */
final class ProducerWindow {

    /** How far below the highest id an id may be. */
    static final int WIDTH = 1024;

    /** Where an id was stored the first time. */
    record Place(RoomName room, long seq, long atMillis) {}

    private final Map<Long, Place> places = new HashMap<>();
    private long highest;

    /**
     * Where an id was stored before, or null if it is new.
     *
     * @throws RejectedException with {@link ErrorCode#ID_EXPIRED} if that can no longer be told
     */
    @Nullable
    Place find(long id) {
        if (id <= highest - WIDTH) {
            throw new RejectedException(
                    ErrorCode.ID_EXPIRED,
                    "id: " + id + " is too old to tell whether it was stored (expected: above " + (highest - WIDTH)
                            + ")");
        }
        return places.get(id);
    }

    /** Remembers where an id was stored. */
    void stored(long id, Place place) {
        places.put(id, place);
        if (id > highest) {
            long firstLeaving = highest - WIDTH + 1;
            long lastLeaving = Math.min(id - WIDTH, highest);
            for (long leaving = firstLeaving; leaving <= lastLeaving; leaving++) {
                places.remove(leaving);
            }
            highest = id;
        }
    }

    /** How many places it remembers. */
    int size() {
        return places.size();
    }
}
