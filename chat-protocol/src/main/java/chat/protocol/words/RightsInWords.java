// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import chat.protocol.line.Visible;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Says in a line what an entry about rights in a room means. Safe to show: control characters are made visible. */
public final class RightsInWords {

    private static final String FOR_EVER = "for ever";

    private RightsInWords() {}

    /**
     * The line, or null for an entry that is not about rights.
     *
     * @param zone in which times are told
     */
    public static @Nullable String of(LogEntry entry, ZoneId zone) {
        RoomEvent event = entry.event();
        String from = entry.from().value();
        if (event instanceof RoomEvent.MemberJoined) {
            return from + " became a member";
        } else if (event instanceof RoomEvent.MemberLeft) {
            return from + " is no longer a member";
        } else if (event instanceof RoomEvent.RoleGiven given) {
            return given.name().equals(entry.from())
                    ? from + " is " + given.role().wireName() + " of " + entry.room() + " now"
                    : from + " made " + given.name() + " " + given.role().wireName() + " of " + entry.room();
        } else if (event instanceof RoomEvent.Configured configured) {
            return from + " set " + entry.room() + ": " + settings(configured.settings());
        }
        if (event instanceof RoomEvent.Deleted) {
            return "what " + from + " said was removed";
        }
        return event instanceof RoomEvent.Moderated moderated
                ? from + " " + moderated(moderated, entry.atMillis(), zone)
                : null;
    }

    /**
     * What somebody is told who was kicked or banned.
     *
     * @param zone in which times are told
     */
    public static String toWhomItConcerns(LogEntry entry, RoomEvent.Moderated moderated, ZoneId zone) {
        Long until = moderated.untilMillis();
        String room = " you from " + entry.room();
        String did = moderated.measure() == Measure.BAN
                ? "banned" + room + " " + (until == null ? FOR_EVER : UntilInWords.of(until, entry.atMillis(), zone))
                : "kicked" + room;
        return entry.from() + " " + did + reason(moderated);
    }

    private static String settings(RoomSettings settings) {
        String slow = settings.slowSeconds() == 0 ? "" : ", one message in " + settings.slowSeconds() + " s";
        return settings.access().wireName() + ", " + settings.posting().wireName() + " may speak" + slow;
    }

    private static String moderated(RoomEvent.Moderated moderated, long atMillis, ZoneId zone) {
        Long until = moderated.untilMillis();
        String end = until == null ? FOR_EVER : UntilInWords.of(until, atMillis, zone);
        String did = switch (moderated.measure()) {
            case INVITE -> "invited " + moderated.name();
            case KICK -> "kicked " + moderated.name();
            case BAN -> "banned " + moderated.name() + " " + end;
            case UNBAN -> "lifted the ban of " + moderated.name();
            case MUTE -> "muted " + moderated.name() + " " + end;
            case UNMUTE -> "gave the word back to " + moderated.name();
        };
        return did + reason(moderated);
    }

    private static String reason(RoomEvent.Moderated moderated) {
        return moderated.reason().isEmpty() ? "" : ": " + String.join(" ", Visible.lines(moderated.reason()));
    }
}
