// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.RoomEvent;
import chat.protocol.words.RightsInWords;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes rooms away from connections that may be in them no longer, when the entry that says so is committed. To be told
 * after the fan-out, which applies entries to their rooms: so everybody who keeps up gets the entry with their removal. Thread-safe;
 * {@link #committed} is for the log's writer thread.
 */
public final class Expulsions implements CommitListener {

    /**
     * What happened to a room.
     *
     * @param sentOut who was kicked or banned, members and guests, each with the last entry that says so
     * @param left which accounts ceased to be members by themselves
     */
    record Change(Room room, Map<AccountName, LogEntry> sentOut, Set<AccountName> left) {}

    private final RoomDirectory rooms;
    private final Sessions sessions;

    /** @param sessions those that may have to leave rooms */
    public Expulsions(RoomDirectory rooms, Sessions sessions) {
        this.rooms = rooms;
        this.sessions = sessions;
    }

    @Override
    public void committed(CommitBatch batch) {
        for (CommitBatch.RoomCommit commit : batch.rooms()) {
            Change change = change(commit);
            if (change != null) {
                sessions.recheck(change);
            }
        }
    }

    private @Nullable Change change(CommitBatch.RoomCommit commit) {
        Map<AccountName, LogEntry> sentOut = new HashMap<>(0);
        Set<AccountName> left = new HashSet<>(0);
        boolean matters = false;
        for (LogEntry entry : commit.entries()) {
            switch (entry.type()) {
                case MODERATED -> {
                    RoomEvent.Moderated moderated = (RoomEvent.Moderated) entry.event();
                    if (moderated.measure() == Measure.KICK || moderated.measure() == Measure.BAN) {
                        sentOut.put(moderated.name(), entry);
                        matters = true;
                    }
                }
                case MEMBER_LEFT -> {
                    left.add(entry.from());
                    matters = true;
                }
                case CONFIGURED -> matters = true;
                default -> {}
            }
        }
        Room room = matters ? rooms.find(commit.head().room()) : null;
        return room == null ? null : new Change(room, sentOut, left);
    }

    /** What somebody is told whom this entry has sent out. */
    static Event.Removed removed(LogEntry entry, ErrorCode code) {
        RoomEvent.Moderated moderated = (RoomEvent.Moderated) entry.event();
        return new Event.Removed(
                entry.room(),
                code,
                RightsInWords.toWhomItConcerns(entry, moderated, ZoneOffset.UTC),
                entry.from(),
                moderated.reason().isEmpty() ? null : moderated.reason());
    }
}
