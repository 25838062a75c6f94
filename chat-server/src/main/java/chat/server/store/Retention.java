// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import chat.protocol.message.RoomName;
import chat.server.config.DeletedMessages;
import chat.server.log.LogHead;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongBiFunction;

/**
 * What rooms keep of their logs: always the newest entries, without a hole. Immutable.
 *
 * @param standard for rooms that have no rule of their own
 * @param rooms those that have one
 * @param audit what is kept of the audit log
 * @param ofDeletedAccounts what becomes of the messages of accounts that are deleted
 */
public record Retention(Rule standard, Map<RoomName, Rule> rooms, Rule audit, DeletedMessages ofDeletedAccounts) {

    private static final Rule ALL = new Rule(OptionalLong.empty(), Optional.empty());

    /** Everything, for ever. */
    public static final Retention FOR_EVER = new Retention(ALL, Map.of());

    /** Keeps a copy of the map. */
    public Retention {
        rooms = Map.copyOf(rooms);
    }

    /** With all of the audit log, and of what deleted accounts have said. */
    public Retention(Rule standard, Map<RoomName, Rule> rooms) {
        this(standard, rooms, ALL, DeletedMessages.KEEP);
    }

    /** The rule of a room. */
    public Rule of(RoomName room) {
        return rooms.getOrDefault(room, standard);
    }

    /**
     * What one room keeps; where both bounds are given, what either lets go goes.
     *
     * @param maxEntries at least 1
     * @param maxAge how old an entry may become
     */
    public record Rule(OptionalLong maxEntries, Optional<Duration> maxAge) {

        /**
         * The first entry that is to be kept now.
         *
         * @param firstSince finds the first entry that was stored at a time (ms since 1970) or later
         */
        public long firstKept(LogHead head, long nowMillis, ToLongBiFunction<LogHead, Long> firstSince) {
            long first = head.firstSeq();
            if (maxEntries.isPresent()) {
                first = Math.max(first, head.lastSeq() - maxEntries.getAsLong() + 1);
            }
            if (maxAge.isPresent()) {
                first = Math.max(
                        first,
                        firstSince.applyAsLong(head, nowMillis - maxAge.get().toMillis()));
            }
            return first;
        }
    }
}
