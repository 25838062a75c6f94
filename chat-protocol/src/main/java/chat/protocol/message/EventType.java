// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of {@link Event} with their names on the wire and what they say, as the documentation has it. */
public enum EventType {
    WELCOME("welcome", "The answer to hello."),
    JOINED("joined", "The room is followed from now on."),
    MESSAGE("message", "Entry: somebody said something."),
    TOPIC("topic", "Entry: the topic was set."),
    MEMBER_JOINED("member-joined", "Entry: an account became a member."),
    MEMBER_LEFT("member-left", "Entry: an account ceased to be a member."),
    CONFIGURED("configured", "Entry: who may be in the room and speak was set."),
    ROLE("role", "Entry: somebody was given a role."),
    MODERATED("moderated", "Entry: a moderator invited, kicked, banned or muted somebody, or took it back."),
    DELETED("deleted", "Entry: what somebody said was removed together with their account."),
    SENT("sent", "The message is stored."),
    PAGE("page", "A part of a room's log."),
    ROOMS("rooms", "The rooms there are."),
    MEMBERS("members", "Who is in a room."),
    BLOCKS("blocks", "Whom one has blocked."),
    OK("ok", "Done."),
    PONG("pong", "The answer to ping."),
    PRESENCE("presence", "Somebody came, went or changed their name."),
    DIRECT("direct", "There are messages in a direct room that is not followed here."),
    INVITED("invited", "Somebody has invited you into a room."),
    REMOVED("removed", "The room is not followed any more, and not by the client's wish."),
    GAP("gap", "Entries that would have followed are no longer in the log."),
    ERROR("error", "A command was refused."),
    GOODBYE("goodbye", "The last event on a connection."),
    /** Only ever seen by a client that is older than its server; never on the wire. */
    UNRECOGNISED("unrecognised", "A type that this version does not know.");

    private static final Map<String, EventType> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

    private final String wireName;
    private final String meaning;

    EventType(String wireName, String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    /** The value of {@code type} on the wire. */
    public String wireName() {
        return wireName;
    }

    /** What it says, one sentence. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is an entry of a room's log, with a place in the room's order. */
    public boolean isEntry() {
        return switch (this) {
            case MESSAGE, TOPIC, MEMBER_JOINED, MEMBER_LEFT, CONFIGURED, ROLE, MODERATED, DELETED -> true;
            default -> false;
        };
    }

    /** Whether it is an entry that changes what somebody may do in the room. */
    public boolean changesRights() {
        return isEntry() && this != MESSAGE && this != TOPIC && this != DELETED;
    }

    /** The kind with this name, or {@link #UNRECOGNISED}. */
    public static EventType ofWireName(String wireName) {
        return BY_WIRE_NAME.getOrDefault(wireName, UNRECOGNISED);
    }
}
