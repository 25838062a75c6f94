// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.Posting;
import chat.protocol.message.PresenceState;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;
import io.netty.buffer.ByteBuf;
import java.util.Set;

/** Events from JSON. Thread-safe. */
final class EventReader {

    private static final long MAX = JsonFields.MAX_INTEGER;

    private static final Set<String> KNOWN = Set.of(
            "type",
            "ref",
            "room",
            "seq",
            "at",
            "from",
            "to",
            "id",
            "text",
            "epoch",
            "head",
            "recovered",
            "topic",
            "duplicate",
            "entries",
            "complete",
            "rooms",
            "members",
            "name",
            "state",
            "formerly",
            "data",
            "code",
            "message",
            "retryAfterMillis",
            "reason",
            "reconnectAfterMillis",
            "protocol",
            "server",
            "resume",
            "producer",
            "durability",
            "limits",
            "frameBytes",
            "textBytes",
            "inFlight",
            "historyEntries",
            "heartbeatSeconds",
            "measure",
            "until",
            "role",
            "access",
            "posting",
            "slowSeconds",
            "direct",
            "blocks",
            "seen",
            "by");

    private final JsonReader reader = new JsonReader(KNOWN, true);

    Event read(ByteBuf payload) {
        JsonFields fields = reader.read(payload);
        try {
            return event(fields);
        } catch (RejectedException e) {
            throw e.withRef(fields.ref());
        }
    }

    private static Event event(JsonFields fields) {
        String wireName = anyString(fields, "type");
        fields.belongTo(wireName);
        EventType type = EventType.ofWireName(wireName);
        return switch (type) {
            case WELCOME -> welcome(fields);
            case JOINED -> joined(fields);
            case MESSAGE, TOPIC, MEMBER_JOINED, MEMBER_LEFT, CONFIGURED, ROLE, MODERATED, DELETED -> entry(fields);
            case SENT -> sent(fields);
            case PAGE -> page(fields);
            case ROOMS -> rooms(fields);
            case MEMBERS -> members(fields);
            case BLOCKS -> blocks(fields);
            case DIRECT -> direct(fields);
            case OK ->
                new Event.Ok(
                        ref(fields),
                        fields.optionalString("resume", CommandCodec.MAX_RESUME_LENGTH),
                        fields.has("message") ? anyString(fields, "message") : null);
            case PONG -> new Event.Pong(ref(fields), fields.optionalString("data", Integer.MAX_VALUE));
            case PRESENCE -> presence(fields);
            case INVITED -> new Event.Invited(fields.room("room"), fields.keptAccount("by"));
            case REMOVED -> removed(fields);
            case GAP -> gap(fields);
            case ERROR -> error(fields);
            case GOODBYE -> goodbye(fields);
            case UNRECOGNISED -> isEntry(fields) ? entry(fields) : new Event.Unrecognised(wireName);
        };
    }

    private static boolean isEntry(JsonFields fields) {
        return fields.has("room") && fields.has("seq") && fields.has("at") && fields.has("from");
    }

    private static LogEntry entry(JsonFields fields) {
        return new LogEntry(
                fields.room("room"),
                fields.integer("seq", 1, MAX),
                fields.integer("at", 0, MAX),
                fields.keptAccount("from"),
                roomEvent(fields));
    }

    private static LogEntry entry(JsonFields fields, RoomEvent event) {
        return new LogEntry(
                fields.room("room"),
                fields.integer("seq", 1, MAX),
                fields.integer("at", 0, MAX),
                fields.keptAccount("from"),
                event);
    }

    /** An entry whose place is known costs only itself if the rest of it makes no sense, not its whole page. */
    private static LogEntry pageEntry(JsonFields fields) {
        try {
            return entry(fields);
        } catch (RejectedException e) {
            String wireName = anyString(fields, "type");
            EventType type = EventType.ofWireName(wireName);
            if (type.isEntry()) {
                return entry(fields, new RoomEvent.Unrecognised(wireName));
            }
            throw e;
        }
    }

    private static RoomEvent roomEvent(JsonFields fields) {
        String wireName = anyString(fields, "type");
        return switch (EventType.ofWireName(wireName)) {
            case MESSAGE ->
                new RoomEvent.Message(fields.integer("id", 1, ClientMessageId.MAX_COUNTER), fields.text("text"));
            case TOPIC -> new RoomEvent.TopicChanged(fields.text("text"));
            case MEMBER_JOINED -> new RoomEvent.MemberJoined();
            case MEMBER_LEFT -> new RoomEvent.MemberLeft();
            case CONFIGURED -> configured(fields, wireName);
            case ROLE -> roleGiven(fields, wireName);
            case MODERATED -> moderated(fields, wireName);
            case DELETED -> new RoomEvent.Deleted();
            case UNRECOGNISED -> new RoomEvent.Unrecognised(wireName);
            case WELCOME,
                    JOINED,
                    SENT,
                    PAGE,
                    ROOMS,
                    MEMBERS,
                    BLOCKS,
                    DIRECT,
                    OK,
                    PONG,
                    PRESENCE,
                    INVITED,
                    REMOVED,
                    GAP,
                    ERROR,
                    GOODBYE ->
                throw new RejectedException(ErrorCode.BAD_FIELD, "type: not an entry (expected: a type of entry)");
        };
    }

    /** A later server may have values that this version does not know: then the entry is one that it does not know. */
    private static RoomEvent configured(JsonFields fields, String wireName) {
        Access access = Access.ofWireName(anyString(fields, "access"));
        Posting posting = Posting.ofWireName(anyString(fields, "posting"));
        int slowSeconds = fields.smallInteger("slowSeconds", 0);
        return access == null || posting == null
                ? new RoomEvent.Unrecognised(wireName)
                : new RoomEvent.Configured(new RoomSettings(access, posting, slowSeconds));
    }

    private static RoomEvent roleGiven(JsonFields fields, String wireName) {
        Role role = Role.ofWireName(anyString(fields, "role"));
        AccountName name = fields.keptAccount("name");
        return role == null ? new RoomEvent.Unrecognised(wireName) : new RoomEvent.RoleGiven(name, role);
    }

    private static RoomEvent moderated(JsonFields fields, String wireName) {
        Measure measure = Measure.ofWireName(anyString(fields, "measure"));
        AccountName name = fields.keptAccount("name");
        Long until = fields.optionalInteger("until", 0, MAX);
        String reason = fields.optionalString("reason", Integer.MAX_VALUE);
        return measure == null
                ? new RoomEvent.Unrecognised(wireName)
                : new RoomEvent.Moderated(measure, name, until, reason == null ? "" : reason);
    }

    private static Event removed(JsonFields fields) {
        return new Event.Removed(
                fields.room("room"),
                ErrorCode.ofWireName(anyString(fields, "code")),
                anyString(fields, "message"),
                fields.optionalKeptAccount("by"),
                fields.optionalString("reason", Integer.MAX_VALUE));
    }

    private static Event welcome(JsonFields fields) {
        JsonFields limits = fields.object("limits");
        return new Event.Welcome(
                fields.smallInteger("protocol", Integer.MIN_VALUE),
                anyString(fields, "server"),
                fields.account("name"),
                anyString(fields, "resume"),
                new ProducerId(anyString(fields, "producer")),
                anyString(fields, "durability"),
                new Event.Limits(
                        limits.smallInteger("frameBytes", 0),
                        limits.smallInteger("textBytes", 0),
                        limits.smallInteger("inFlight", 0),
                        limits.smallInteger("historyEntries", 0),
                        limits.smallInteger("rooms", 0)),
                fields.smallInteger("heartbeatSeconds", 1));
    }

    private static Event joined(JsonFields fields) {
        return new Event.Joined(
                ref(fields),
                fields.room("room"),
                anyString(fields, "epoch"),
                fields.integer("head", 0, MAX),
                fields.flag("recovered"),
                fields.text("topic"));
    }

    private static Event sent(JsonFields fields) {
        return new Event.Sent(
                ref(fields),
                fields.room("room"),
                fields.integer("id", 1, ClientMessageId.MAX_COUNTER),
                fields.integer("seq", 1, MAX),
                fields.integer("at", 0, MAX),
                Boolean.TRUE.equals(fields.optionalFlag("duplicate")));
    }

    private static Event page(JsonFields fields) {
        return new Event.Page(
                ref(fields),
                fields.room("room"),
                fields.objects("entries").stream().map(EventReader::pageEntry).toList(),
                fields.flag("complete"));
    }

    private static Event rooms(JsonFields fields) {
        return new Event.RoomList(
                ref(fields),
                fields.objects("rooms").stream()
                        .map(room -> new Event.RoomSummary(
                                room.room("room"),
                                room.smallInteger("members", 0),
                                room.text("topic"),
                                room.has("direct") ? room.keptAccount("direct") : null,
                                room.optionalInteger("head", 0, MAX)))
                        .toList());
    }

    private static Event members(JsonFields fields) {
        return new Event.MemberList(
                ref(fields),
                fields.room("room"),
                fields.objects("members").stream()
                        .map(member -> new Event.Member(member.account("name"), state(member)))
                        .toList());
    }

    private static Event blocks(JsonFields fields) {
        return new Event.BlockList(
                ref(fields),
                fields.objects("blocks").stream()
                        .map(block -> block.keptAccount("name"))
                        .toList());
    }

    private static Event direct(JsonFields fields) {
        return new Event.Direct(
                fields.room("room"),
                fields.keptAccount("name"),
                anyString(fields, "epoch"),
                fields.integer("head", 0, MAX),
                fields.integer("seen", 0, MAX));
    }

    private static Event presence(JsonFields fields) {
        return new Event.Presence(
                fields.room("room"), fields.account("name"), state(fields), fields.optionalAccount("formerly"));
    }

    private static Event gap(JsonFields fields) {
        return new Event.Gap(
                fields.room("room"),
                anyString(fields, "epoch"),
                fields.integer("from", 1, MAX),
                fields.integer("to", 1, MAX));
    }

    private static Event error(JsonFields fields) {
        return new Event.Rejected(
                fields.optionalString("ref", Integer.MAX_VALUE),
                ErrorCode.ofWireName(anyString(fields, "code")),
                anyString(fields, "message"),
                fields.optionalInteger("retryAfterMillis", 0, MAX));
    }

    private static Event goodbye(JsonFields fields) {
        return new Event.Goodbye(
                fields.smallInteger("code", 0),
                anyString(fields, "reason"),
                fields.optionalInteger("reconnectAfterMillis", 0, MAX));
    }

    private static PresenceState state(JsonFields fields) {
        return PresenceState.ofWireName(anyString(fields, "state"));
    }

    private static String ref(JsonFields fields) {
        return anyString(fields, "ref");
    }

    private static String anyString(JsonFields fields, String name) {
        return fields.string(name, Integer.MAX_VALUE);
    }
}
