// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import chat.server.config.Limit;
import chat.server.config.Rate;
import chat.server.limit.AddressKey;
import chat.server.limit.SharedBucket;
import chat.server.log.LogHead;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A room that is open. Thread-safe: {@link #apply} is called by the log's writer thread alone, everything else by
 * anybody.
 */
public final class Room {

    private final LogHead head;
    private final SharedBucket pace;
    private final @Nullable Direct direct;
    private volatile RoomState state;
    private final AtomicReference<BannedAddresses> bannedAddresses = new AtomicReference<>(BannedAddresses.NONE);

    Room(RoomSnapshot snapshot, Limit<Rate> messages) {
        this.head = snapshot.head();
        this.pace = SharedBucket.of(messages, System.nanoTime());
        this.state = snapshot.state();
        this.direct = snapshot.direct();
    }

    /** Its name. */
    public RoomName name() {
        return head.room();
    }

    /** Its log. */
    public LogHead head() {
        return head;
    }

    /** What it is besides, if it is a direct room, else null. */
    public @Nullable Direct direct() {
        return direct;
    }

    /** How fast people may add entries to it, all of them together. */
    public SharedBucket pace() {
        return pace;
    }

    /** What it has become by its entries; may be a batch behind {@link #head}. */
    public RoomState state() {
        return state;
    }

    /** The addresses that people were banned with. */
    BannedAddresses bannedAddresses() {
        return Objects.requireNonNull(bannedAddresses.get());
    }

    /** Notes those of somebody, in place of those that there were; none if empty. */
    void banAddresses(AccountName name, Set<AddressKey> addresses) {
        bannedAddresses.updateAndGet(banned -> banned.with(name, addresses));
    }

    /**
     * Takes in committed entries; those that the snapshot had already are passed over. Some may be missing, as {@link
     * chat.server.log.CommitListener} is only told of them: the room goes on from what it gets.
     */
    public void apply(List<LogEntry> entries) {
        RoomState folded = state;
        for (LogEntry entry : entries) {
            if (entry.seq() > folded.seq()) {
                folded = folded.with(entry);
            }
        }
        state = folded;
    }
}
