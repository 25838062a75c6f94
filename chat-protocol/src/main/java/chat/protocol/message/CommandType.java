// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link Command} with their names on the wire and what they are for, as the documentation says it. */
public enum CommandType {
    HELLO("hello", "The first command: who is speaking."),
    JOIN("join", "Follow a room, which is made if there is none."),
    DIRECT("direct", "Follow the direct room with somebody, which is made if there is none."),
    LEAVE("leave", "Follow a room no longer."),
    SEND("send", "Say something in a room."),
    HISTORY("history", "Read a part of a room's log."),
    ROOMS("rooms", "List the rooms."),
    MEMBERS("members", "List who is in a room."),
    TOPIC("topic", "Set the topic of a room."),
    MODERATE("moderate", "Invite, kick, ban or mute somebody, or take it back."),
    ROLE("role", "Give somebody a role in a room."),
    CONFIGURE("configure", "Set who may be in a room and who may speak."),
    BLOCK("block", "Have no direct messages from somebody, nor to them."),
    UNBLOCK("unblock", "Take that back."),
    BLOCKS("blocks", "List whom one has blocked."),
    NICK("nick", "Change one's name."),
    PING("ping", "Ask for a sign of life."),
    REGISTER("register", "Make an account; understood before hello, too."),
    PASSWORD("password", "Change the password of one's account."),
    DELETE_ACCOUNT("delete-account", "Delete one's account; its name stays reserved."),
    QUIT("quit", "End the connection.");

    private static final Map<String, CommandType> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(CommandType::wireName, Function.identity()));

    private final String wireName;
    private final String meaning;

    CommandType(String wireName, String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    /** The value of {@code type} on the wire. */
    public String wireName() {
        return wireName;
    }

    /** What it is for, one sentence. */
    public String meaning() {
        return meaning;
    }

    /** The kind with this name, or null. */
    public static @Nullable CommandType ofWireName(String wireName) {
        return BY_WIRE_NAME.get(wireName);
    }
}
