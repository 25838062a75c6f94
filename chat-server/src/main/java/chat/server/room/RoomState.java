// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.Access;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a room has become by its entries. Immutable.
 *
 * @param seq the last entry that is in it
 * @param rightsSeq at least the last entry in it that changed what somebody may do, see {@link EventType#changesRights};
 *     0 if there was none
 * @param topic empty for none
 * @param settings who may be in it and who may speak
 * @param standings what it holds of whom
 */
public record RoomState(long seq, long rightsSeq, String topic, RoomSettings settings, Standings standings) {

    /** A room in which nothing has happened. */
    public static final RoomState EMPTY = new RoomState(0, 0, "", RoomSettings.OPEN, Standings.EMPTY);

    /**
     * The state after a later entry. What entries between have changed shows when it is changed again.
     *
     * @throws IllegalArgumentException if it is an entry that is in the state already
     */
    public RoomState with(LogEntry entry) {
        if (entry.seq() <= seq) {
            throw new IllegalArgumentException("entry " + entry.seq() + " (expected: after " + seq + ")");
        }
        RoomEvent event = entry.event();
        if (!entry.type().changesRights()) {
            String now = event instanceof RoomEvent.TopicChanged changed ? changed.text() : topic;
            return new RoomState(entry.seq(), rightsSeq, now, settings, standings);
        }
        RoomSettings set = event instanceof RoomEvent.Configured configured ? configured.settings() : settings;
        return new RoomState(entry.seq(), entry.seq(), topic, set, standings(entry, event));
    }

    private Standings standings(LogEntry entry, RoomEvent event) {
        if (event instanceof RoomEvent.MemberJoined) {
            // Decided on before this place in the log, as the next: what was stored in between counts.
            return standings.with(
                    entry.from(),
                    before -> before.role() == null && isOpenTo(before, entry.atMillis())
                            ? before.withRole(Role.MEMBER)
                            : before);
        } else if (event instanceof RoomEvent.MemberLeft) {
            return standings.with(
                    entry.from(), before -> before.isAtLeast(Role.MODERATOR) ? before : before.withRole(null));
        } else if (event instanceof RoomEvent.RoleGiven given) {
            return standings.with(given.name(), before -> before.withRole(given.role()));
        } else if (event instanceof RoomEvent.Moderated moderated) {
            long until = until(moderated.untilMillis());
            return standings.with(moderated.name(), before -> switch (moderated.measure()) {
                case INVITE -> before.withInvitation();
                case KICK -> before.withRole(null);
                case BAN -> before.withBan(until);
                case UNBAN -> before.withoutBan();
                case MUTE -> before.withMute(until);
                case UNMUTE -> before.withMute(Standing.NEVER);
            });
        }
        return standings;
    }

    private boolean isOpenTo(Standing standing, long nowMillis) {
        return !standing.isBanned(nowMillis) && (settings.access() == Access.PUBLIC || standing.invited());
    }

    private static long until(@Nullable Long untilMillis) {
        return untilMillis == null ? Standing.FOR_EVER : untilMillis;
    }
}
