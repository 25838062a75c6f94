// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server can tell. Answers carry the {@code ref} of the command; the rest happens by itself. */
public sealed interface Event
        permits Event.Welcome,
                Event.Joined,
                LogEntry,
                Event.Sent,
                Event.Page,
                Event.RoomList,
                Event.MemberList,
                Event.BlockList,
                Event.Direct,
                Event.Ok,
                Event.Pong,
                Event.Presence,
                Event.Gap,
                Event.Invited,
                Event.Removed,
                Event.Rejected,
                Event.Goodbye,
                Event.Unrecognised {

    /** The kind of event, with its name on the wire. */
    EventType type();

    /**
     * The answer to hello.
     *
     * @param protocol the version spoken
     * @param server what program and version is speaking
     * @param name what the client is called from now on
     * @param resume a secret with which a later hello takes name and place back, for seven days
     * @param producer who counts this connection's message ids
     * @param durability what an acknowledgement means: {@code fsync}, {@code os} or {@code memory}
     * @param limits what the client must keep to
     * @param heartbeatSeconds how often a client with nothing to say should send ping
     */
    record Welcome(
            int protocol,
            String server,
            AccountName name,
            String resume,
            ProducerId producer,
            String durability,
            Limits limits,
            int heartbeatSeconds)
            implements Event {
        @Override
        public EventType type() {
            return EventType.WELCOME;
        }
    }

    /**
     * What a client must keep to.
     *
     * @param frameBytes the most bytes of one frame, without its length
     * @param textBytes the most bytes of one text in UTF-8
     * @param inFlight how many commands are worked on at once; the server reads no further until one is answered
     * @param historyEntries the most entries of one page
     * @param rooms how many rooms one connection may follow
     */
    record Limits(int frameBytes, int textBytes, int inFlight, int historyEntries, int rooms) {}

    /**
     * The room is followed from now on; comes before the room's first entry.
     *
     * @param epoch which log the room has
     * @param head the number of its last entry at this moment, 0 for none
     * @param recovered whether everything after the position that join gave follows; true where it gave none
     * @param topic empty for none
     */
    record Joined(String ref, RoomName room, String epoch, long head, boolean recovered, String topic)
            implements Event {
        @Override
        public EventType type() {
            return EventType.JOINED;
        }
    }

    /**
     * The message is stored, as durably as welcome said.
     *
     * @param id the counter of the message
     * @param seq its number in the room's log
     * @param atMillis when it was stored, in milliseconds since 1970
     * @param duplicate whether it had been stored before; then seq and atMillis are those of the first time
     */
    record Sent(String ref, RoomName room, long id, long seq, long atMillis, boolean duplicate) implements Event {
        @Override
        public EventType type() {
            return EventType.SENT;
        }
    }

    /**
     * A part of a room's log, in ascending order.
     *
     * @param complete false if entries that were asked for have left the log
     */
    record Page(String ref, RoomName room, List<LogEntry> entries, boolean complete) implements Event {
        /** Keeps a copy of the list. */
        public Page {
            entries = List.copyOf(entries);
        }

        @Override
        public EventType type() {
            return EventType.PAGE;
        }
    }

    /** The rooms there are. */
    record RoomList(String ref, List<RoomSummary> rooms) implements Event {
        /** Keeps a copy of the list. */
        public RoomList {
            rooms = List.copyOf(rooms);
        }

        @Override
        public EventType type() {
            return EventType.ROOMS;
        }
    }

    /**
     * A room in a list.
     *
     * @param members how many people are in it now
     * @param direct with whom, if it is a direct room, else null
     * @param head the number of the last entry of a direct room, 0 for none; null for another room
     */
    record RoomSummary(
            RoomName room,
            int members,
            String topic,
            @Nullable AccountName direct,
            @Nullable Long head) {

        /** A room that is no direct one. */
        public RoomSummary(RoomName room, int members, String topic) {
            this(room, members, topic, null, null);
        }
    }

    /** Who is in a room. */
    record MemberList(String ref, RoomName room, List<Member> members) implements Event {
        /** Keeps a copy of the list. */
        public MemberList {
            members = List.copyOf(members);
        }

        @Override
        public EventType type() {
            return EventType.MEMBERS;
        }
    }

    /** Somebody in a list. */
    record Member(AccountName name, PresenceState state) {}

    /** Whom one has blocked. */
    record BlockList(String ref, List<AccountName> names) implements Event {
        /** Keeps a copy of the list. */
        public BlockList {
            names = List.copyOf(names);
        }

        @Override
        public EventType type() {
            return EventType.BLOCKS;
        }
    }

    /**
     * There are messages in a direct room of one's own that is not followed on this connection. Comes once until it is.
     *
     * @param name with whom it is
     * @param epoch which log the room has
     * @param head the number of its last entry at this moment
     * @param seen up to where connections of one's account have been sent it, 0 for nothing; at most head
     */
    record Direct(RoomName room, AccountName name, String epoch, long head, long seen) implements Event {
        @Override
        public EventType type() {
            return EventType.DIRECT;
        }
    }

    /**
     * Done.
     *
     * @param resume takes the place of the proof in welcome, which the command has made void; else null
     * @param message what could not be done of it, in words for a person; null if nothing
     */
    record Ok(String ref, @Nullable String resume, @Nullable String message) implements Event {

        /** Done, and no proof is void. */
        public Ok(String ref) {
            this(ref, null, null);
        }

        @Override
        public EventType type() {
            return EventType.OK;
        }
    }

    /** The answer to ping. */
    record Pong(String ref, @Nullable String data) implements Event {
        @Override
        public EventType type() {
            return EventType.PONG;
        }
    }

    /**
     * Somebody came, went or changed their name. Never logged, may be left out.
     *
     * @param formerly the name before, where it changed, else null
     */
    record Presence(
            RoomName room,
            AccountName name,
            PresenceState state,
            @Nullable AccountName formerly) implements Event {
        @Override
        public EventType type() {
            return EventType.PRESENCE;
        }
    }

    /**
     * Somebody has invited the account of this connection into a room that it does not follow. May be left out.
     *
     * @param by who has
     */
    record Invited(RoomName room, AccountName by) implements Event {
        @Override
        public EventType type() {
            return EventType.INVITED;
        }
    }

    /**
     * A room is not followed any more, and not by the client's wish.
     *
     * @param code why: {@link ErrorCode#BANNED}, {@link ErrorCode#NOT_INVITED} or {@link ErrorCode#FORBIDDEN} for a kick
     * @param message all of it in words for a person
     * @param by who has kicked or banned, or null if it was neither
     * @param reason which they gave, or null if none
     */
    record Removed(
            RoomName room,
            ErrorCode code,
            String message,
            @Nullable AccountName by,
            @Nullable String reason) implements Event {

        /** Nobody in particular has done it. */
        public Removed(RoomName room, ErrorCode code, String message) {
            this(room, code, message, null, null);
        }

        @Override
        public EventType type() {
            return EventType.REMOVED;
        }
    }

    /**
     * Entries that the client would have been sent are no longer in the log.
     *
     * @param epoch which log
     * @param from the first that is missing
     * @param to the last that is missing
     */
    record Gap(RoomName room, String epoch, long from, long to) implements Event {
        @Override
        public EventType type() {
            return EventType.GAP;
        }
    }

    /**
     * A command was refused; {@code error} on the wire.
     *
     * @param ref of the command, or null where it is not known
     * @param message what was wrong and what would be right, for a person
     * @param retryAfterMillis how long to wait before trying again, or null
     */
    record Rejected(
            @Nullable String ref,
            ErrorCode code,
            String message,
            @Nullable Long retryAfterMillis) implements Event {
        @Override
        public EventType type() {
            return EventType.ERROR;
        }
    }

    /**
     * The last event on a connection.
     *
     * @param code the number of a {@link CloseReason}, which a client may be too old to know
     * @param reason what happened, for a person
     * @param reconnectAfterMillis how long to wait before connecting again, or null
     */
    record Goodbye(int code, String reason, @Nullable Long reconnectAfterMillis) implements Event {
        @Override
        public EventType type() {
            return EventType.GOODBYE;
        }
    }

    /**
     * Something that this version does not know: a client ignores it.
     *
     * @param wireName its type as it was on the wire
     */
    record Unrecognised(String wireName) implements Event {
        @Override
        public EventType type() {
            return EventType.UNRECOGNISED;
        }
    }
}
