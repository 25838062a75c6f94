// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.server.log.LogHead;
import chat.server.room.Room;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A room as the fan-out sees it: on which event loops somebody follows it, and its newest entries with their bytes.
 * Thread-safe.
 */
final class RoomFanOut {

    private final Room room;
    private final FanOutSettings settings;
    private final CopyOnWriteArrayList<LoopAudience> audiences = new CopyOnWriteArrayList<>();
    private volatile @Nullable RoomTail tail;

    RoomFanOut(Room room, FanOutSettings settings) {
        this.room = room;
        this.settings = settings;
    }

    Room room() {
        return room;
    }

    LogHead head() {
        return room.head();
    }

    /** The loops with somebody who follows, live or catching up. */
    List<LoopAudience> audiences() {
        return audiences;
    }

    /** Somebody on a loop follows from now on. Must be called before {@link LogHead#lastSeq} is read for them (R6). */
    void register(LoopAudience audience) {
        audiences.add(audience);
    }

    /** Nobody on a loop follows any more. */
    void unregister(LoopAudience audience) {
        audiences.remove(audience);
        if (audiences.isEmpty()) {
            tail = null;
        }
    }

    /** Keeps entries for those who are only a little behind. For the log's writer thread. */
    void keep(List<EncodedEntry> entries) {
        RoomTail kept = tail;
        if (kept == null) {
            kept = new RoomTail(settings.tailEntries(), settings.tailBytes());
            tail = kept;
        }
        entries.forEach(kept::add);
    }

    /** Whoever is behind reads from the log again. For the log's writer thread. */
    void forgetRecent() {
        tail = null;
    }

    /** The entry with this number if it is among the newest, else null. */
    @Nullable
    EncodedEntry recent(long seq) {
        RoomTail kept = tail;
        return kept == null ? null : kept.get(seq);
    }
}
