// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Measure;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.RoomSettings;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditTrail;
import chat.server.limit.AddressKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes down for the operator what was done about rooms: the entry has no address, and goes with the room's log. */
final class RoomMeasures {

    private final AuditTrail trail;

    RoomMeasures(AuditTrail trail) {
        this.trail = trail;
    }

    /** The entry is stored. At once; never throws. */
    void taken(RoomName room, RoomEvent event, Caller caller) {
        taken(room, event, Set.of(), caller);
    }

    /** As the other one, of a ban that is of these addresses as well. */
    void taken(RoomName room, RoomEvent event, Set<AddressKey> addresses, Caller caller) {
        if (event instanceof RoomEvent.Moderated moderated) {
            note(
                    caller,
                    action(moderated.measure()),
                    moderated.name().value(),
                    room,
                    detail(moderated.untilMillis(), addresses),
                    moderated.reason());
        } else if (event instanceof RoomEvent.RoleGiven given) {
            note(
                    caller,
                    AuditAction.ROOM_ROLE,
                    given.name().value(),
                    room,
                    given.role().wireName(),
                    "");
        } else if (event instanceof RoomEvent.Configured configured) {
            note(caller, AuditAction.ROOM_CONFIGURED, room.value(), room, inWords(configured.settings()), "");
        }
    }

    private void note(Caller caller, AuditAction action, String subject, RoomName room, String detail, String reason) {
        Actor actor = caller.isAccount()
                ? Actor.account(caller.name(), caller.address())
                : Actor.guest(caller.name(), caller.address());
        var unused = trail.note(actor, action, subject, room, detail, reason);
    }

    private static AuditAction action(Measure measure) {
        return switch (measure) {
            case INVITE -> AuditAction.ROOM_INVITE;
            case KICK -> AuditAction.ROOM_KICK;
            case BAN -> AuditAction.ROOM_BAN;
            case UNBAN -> AuditAction.ROOM_UNBAN;
            case MUTE -> AuditAction.ROOM_MUTE;
            case UNMUTE -> AuditAction.ROOM_UNMUTE;
        };
    }

    private static String detail(@Nullable Long untilMillis, Set<AddressKey> addresses) {
        List<String> parts = new ArrayList<>();
        if (untilMillis != null) {
            parts.add("until " + Instant.ofEpochMilli(untilMillis));
        }
        if (!addresses.isEmpty()) {
            parts.add("with "
                    + addresses.stream().sorted().map(AddressKey::toString).collect(Collectors.joining(", ")));
        }
        return String.join(", ", parts);
    }

    private static String inWords(RoomSettings settings) {
        return settings.access().wireName() + ", " + settings.posting().wireName() + ", slow " + settings.slowSeconds()
                + " s";
    }
}
