// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;

/** Events as JSON. Keeps nothing. */
final class EventWriter {

    private EventWriter() {}

    static void write(Event event, JsonWriter json) {
        if (event instanceof LogEntry entry) {
            entry(entry, json);
            return;
        }
        json.open().field("type", wireName(event));
        switch (event.type()) {
            case WELCOME -> welcome((Event.Welcome) event, json);
            case JOINED -> joined((Event.Joined) event, json);
            case SENT -> sent((Event.Sent) event, json);
            case PAGE -> page((Event.Page) event, json);
            case ROOMS -> rooms((Event.RoomList) event, json);
            case MEMBERS -> members((Event.MemberList) event, json);
            case BLOCKS -> blocks((Event.BlockList) event, json);
            case DIRECT -> direct((Event.Direct) event, json);
            case OK -> {
                Event.Ok ok = (Event.Ok) event;
                json.field("ref", ok.ref()).optionalField("resume", ok.resume()).optionalField("message", ok.message());
            }
            case PONG -> {
                Event.Pong pong = (Event.Pong) event;
                json.field("ref", pong.ref()).optionalField("data", pong.data());
            }
            case PRESENCE -> presence((Event.Presence) event, json);
            case INVITED -> invited((Event.Invited) event, json);
            case REMOVED -> removed((Event.Removed) event, json);
            case GAP -> gap((Event.Gap) event, json);
            case ERROR -> error((Event.Rejected) event, json);
            case GOODBYE -> goodbye((Event.Goodbye) event, json);
            case UNRECOGNISED -> {}
            case MESSAGE, TOPIC, MEMBER_JOINED, MEMBER_LEFT, CONFIGURED, ROLE, MODERATED, DELETED ->
                throw new IllegalStateException("an entry is a LogEntry");
        }
        json.close();
    }

    private static String wireName(Event event) {
        return event instanceof Event.Unrecognised unrecognised
                ? unrecognised.wireName()
                : event.type().wireName();
    }

    private static void entry(LogEntry entry, JsonWriter json) {
        RoomEvent event = entry.event();
        String wireName = event instanceof RoomEvent.Unrecognised unrecognised
                ? unrecognised.wireName()
                : event.type().wireName();
        json.open()
                .field("type", wireName)
                .field("room", entry.room().value())
                .field("seq", entry.seq())
                .field("at", entry.atMillis())
                .field("from", entry.from().value());
        if (event instanceof RoomEvent.Message message) {
            json.field("id", message.id()).field("text", message.text());
        } else if (event instanceof RoomEvent.TopicChanged topic) {
            json.field("text", topic.text());
        } else if (event instanceof RoomEvent.Moderated moderated) {
            json.field("measure", moderated.measure().wireName())
                    .field("name", moderated.name().value())
                    .optionalField("until", moderated.untilMillis());
            if (!moderated.reason().isEmpty()) {
                json.field("reason", moderated.reason());
            }
        } else if (event instanceof RoomEvent.RoleGiven given) {
            json.field("name", given.name().value()).field("role", given.role().wireName());
        } else if (event instanceof RoomEvent.Configured configured) {
            RoomSettings settings = configured.settings();
            json.field("access", settings.access().wireName())
                    .field("posting", settings.posting().wireName())
                    .field("slowSeconds", settings.slowSeconds());
        }
        json.close();
    }

    private static void invited(Event.Invited invited, JsonWriter json) {
        json.field("room", invited.room().value()).field("by", invited.by().value());
    }

    private static void removed(Event.Removed removed, JsonWriter json) {
        json.field("room", removed.room().value())
                .field("code", removed.code().wireName())
                .field("message", removed.message());
        AccountName by = removed.by();
        if (by != null) {
            json.field("by", by.value());
        }
        json.optionalField("reason", removed.reason());
    }

    private static void welcome(Event.Welcome welcome, JsonWriter json) {
        Event.Limits limits = welcome.limits();
        json.field("protocol", welcome.protocol())
                .field("server", welcome.server())
                .field("name", welcome.name().value())
                .field("resume", welcome.resume())
                .field("producer", welcome.producer().value())
                .field("durability", welcome.durability())
                .open("limits")
                .field("frameBytes", limits.frameBytes())
                .field("textBytes", limits.textBytes())
                .field("inFlight", limits.inFlight())
                .field("historyEntries", limits.historyEntries())
                .field("rooms", limits.rooms())
                .close()
                .field("heartbeatSeconds", welcome.heartbeatSeconds());
    }

    private static void joined(Event.Joined joined, JsonWriter json) {
        json.field("ref", joined.ref())
                .field("room", joined.room().value())
                .field("epoch", joined.epoch())
                .field("head", joined.head())
                .field("recovered", joined.recovered())
                .field("topic", joined.topic());
    }

    private static void sent(Event.Sent sent, JsonWriter json) {
        json.field("ref", sent.ref())
                .field("room", sent.room().value())
                .field("id", sent.id())
                .field("seq", sent.seq())
                .field("at", sent.atMillis());
        if (sent.duplicate()) {
            json.field("duplicate", true);
        }
    }

    private static void page(Event.Page page, JsonWriter json) {
        json.field("ref", page.ref()).field("room", page.room().value()).openArray("entries");
        for (LogEntry entry : page.entries()) {
            entry(entry, json);
        }
        json.closeArray().field("complete", page.complete());
    }

    private static void rooms(Event.RoomList list, JsonWriter json) {
        json.field("ref", list.ref()).openArray("rooms");
        for (Event.RoomSummary room : list.rooms()) {
            json.open()
                    .field("room", room.room().value())
                    .field("members", room.members())
                    .field("topic", room.topic());
            AccountName direct = room.direct();
            json.optionalField("direct", direct == null ? null : direct.value())
                    .optionalField("head", room.head())
                    .close();
        }
        json.closeArray();
    }

    private static void members(Event.MemberList list, JsonWriter json) {
        json.field("ref", list.ref()).field("room", list.room().value()).openArray("members");
        for (Event.Member member : list.members()) {
            json.open()
                    .field("name", member.name().value())
                    .field("state", member.state().wireName())
                    .close();
        }
        json.closeArray();
    }

    private static void blocks(Event.BlockList list, JsonWriter json) {
        json.field("ref", list.ref()).openArray("blocks");
        for (AccountName name : list.names()) {
            json.open().field("name", name.value()).close();
        }
        json.closeArray();
    }

    private static void direct(Event.Direct direct, JsonWriter json) {
        json.field("room", direct.room().value())
                .field("name", direct.name().value())
                .field("epoch", direct.epoch())
                .field("head", direct.head())
                .field("seen", direct.seen());
    }

    private static void presence(Event.Presence presence, JsonWriter json) {
        AccountName formerly = presence.formerly();
        json.field("room", presence.room().value())
                .field("name", presence.name().value())
                .field("state", presence.state().wireName())
                .optionalField("formerly", formerly == null ? null : formerly.value());
    }

    private static void gap(Event.Gap gap, JsonWriter json) {
        json.field("room", gap.room().value())
                .field("epoch", gap.epoch())
                .field("from", gap.from())
                .field("to", gap.to());
    }

    private static void error(Event.Rejected rejected, JsonWriter json) {
        json.optionalField("ref", rejected.ref())
                .field("code", rejected.code().wireName())
                .field("message", rejected.message())
                .optionalField("retryAfterMillis", rejected.retryAfterMillis());
    }

    private static void goodbye(Event.Goodbye goodbye, JsonWriter json) {
        json.field("code", goodbye.code())
                .field("reason", goodbye.reason())
                .optionalField("reconnectAfterMillis", goodbye.reconnectAfterMillis());
    }
}
