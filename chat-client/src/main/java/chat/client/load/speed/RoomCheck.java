// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a member is given each entry of its room once and in order. Confined to one event loop. */
final class RoomCheck {

    /** So many missing places are remembered, to tell what comes late from what comes twice. */
    private static final int MAX_REMEMBERED = 4_096;

    private final Room room;
    private final Faults faults;
    private final long[] numbers;
    private @Nullable Set<Long> missing;
    private long next = 1;
    private boolean numbered = true;
    private boolean skipped;

    RoomCheck(Room room, Faults faults) {
        this.room = room;
        this.faults = faults;
        this.numbers = new long[room.senders()];
    }

    /** The member follows the room from here on. */
    void begin(long head) {
        next = head + 1;
    }

    /** The last entry that came, or was said to be left out. */
    long head() {
        return next - 1;
    }

    /** Whether the server said that it left something out. */
    boolean hasSkipped() {
        return skipped;
    }

    /**
     * A message came.
     *
     * @return whether it counts as delivered
     */
    boolean message(long seq, int sender, long number) {
        int of = sender - room.firstSender();
        if (of < 0 || of >= numbers.length) {
            faults.misrouted++;
            return false;
        }
        if (!entry(seq)) {
            return false;
        }
        // Once places are missing, so are numbers: they would be counted a second time.
        boolean fresh = !numbered || number >= numbers[of];
        if (!fresh) {
            faults.duplicates++;
        } else if (numbered && number > numbers[of]) {
            faults.missing += number - numbers[of];
        }
        if (fresh) {
            numbers[of] = number + 1;
        }
        return fresh;
    }

    /** An entry came, and says whether for the first time. */
    boolean entry(long seq) {
        if (seq == next) {
            next++;
            return true;
        }
        numbered = false;
        if (seq < next) {
            return late(seq);
        }
        faults.missing += seq - next;
        Set<Long> places = missing;
        if (places == null) {
            places = new HashSet<>();
            missing = places;
        }
        for (long place = next; place < seq && places.size() < MAX_REMEMBERED; place++) {
            places.add(place);
        }
        next = seq + 1;
        return true;
    }

    /** The server left entries out, and said so. */
    void gap(long from, long to) {
        numbered = false;
        if (from > next) {
            faults.missing += from - next;
        }
        if (to >= next) {
            faults.skipped += to - Math.max(from, next) + 1;
            skipped = true;
            next = to + 1;
        }
    }

    private boolean late(long seq) {
        if (missing != null && missing.remove(seq)) {
            faults.missing--;
            faults.reordered++;
            return true;
        }
        faults.duplicates++;
        return false;
    }
}
