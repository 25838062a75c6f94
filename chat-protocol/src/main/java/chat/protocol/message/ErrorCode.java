// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every reason for which a command is refused while the connection goes on. The names are part of the protocol;
 * {@code docs/PROTOCOL.md} lists them and a test keeps it so.
 */
public enum ErrorCode {
    BAD_JSON("bad-json", "The frame is not one JSON object in valid UTF-8.", "Mend the client."),
    EMPTY_FRAME("empty-frame", "A frame of length zero.", "Mend the client."),
    UNKNOWN_TYPE(
            "unknown-type", "The server does not know this type of command.", "Do without it, or update the server."),
    MISSING_FIELD("missing-field", "A field that the command needs is not there.", "Mend the client."),
    BAD_FIELD("bad-field", "A field has the wrong type or a value out of range.", "Mend the client."),
    NOT_SUPPORTED("not-supported", "The server knows this but does not offer it.", "Do without it."),
    HELLO_FIRST("hello-first", "A command came before hello was answered with welcome.", "Send hello first."),
    HELLO_TWICE("hello-twice", "A second hello on one connection.", "Send hello once; use nick to change the name."),
    NAME_EMPTY("name-empty", "A name without a character.", "Choose a name that follows the rule in the message."),
    NAME_TOO_LONG(
            "name-too-long", "A name longer than allowed.", "Choose a name that follows the rule in the message."),
    NAME_CHARACTERS(
            "name-characters",
            "A name with a character that names do not have.",
            "Choose a name that follows the rule in the message."),
    NAME_SCRIPT(
            "name-script",
            "A name that mixes scripts, or directions of writing, so that it could be taken for another.",
            "Choose a name in one script."),
    NAME_RESERVED("name-reserved", "The operator keeps this name from guests.", "Choose another name."),
    NAME_TAKEN("name-taken", "Somebody else has this name now.", "Choose another name."),
    NAME_REGISTERED(
            "name-registered",
            "The name belongs to an account, or did, or looks like one that does.",
            "Sign in with account and password, or choose another name."),
    RESUME_INVALID(
            "resume-invalid",
            "The resume proof is forged, damaged, expired, revoked or not of this server.",
            "Send hello without it, with account and password or token if you have them."),
    SIGN_IN_REQUIRED(
            "sign-in-required",
            "This needs an account, and nobody is signed in.",
            "Send hello with account and password, or with token."),
    SIGN_IN_FAILED(
            "sign-in-failed",
            "There is no such account, it is locked, or the password or token is not right.",
            "Ask the person; do not try again by yourself."),
    PASSWORD_RULE("password-rule", "The new password breaks the rule in the message.", "Choose another one."),
    REGISTRATION_CLOSED(
            "registration-closed", "Not everybody may make an account here.", "Ask the operator for an invitation."),
    INVITE_INVALID(
            "invite-invalid", "The invitation is unknown, used up or expired.", "Ask the operator for another one."),
    FORBIDDEN("forbidden", "Whoever is signed in may not do this.", "Do without it, or sign in as somebody else."),
    TEXT_EMPTY("text-empty", "A text without a character.", "Send a text."),
    TEXT_TOO_LONG("text-too-long", "A text longer than the limit that welcome gives.", "Shorten or split it."),
    TEXT_CHARACTERS("text-characters", "A text that is not Unicode: half of a surrogate pair.", "Mend the client."),
    LINE_TOO_LONG(
            "line-too-long", "A line longer than the limit; the rest of it was discarded.", "Shorten or split it."),
    UNKNOWN_COMMAND("unknown-command", "A line that begins with / and names no command.", "Ask /help."),
    NO_SUCH_ROOM("no-such-room", "Nobody has made a room of this name.", "Join it: that makes it."),
    NOT_JOINED("not-joined", "The command needs a room that this connection has joined.", "Join the room first."),
    NO_SUCH_ACCOUNT("no-such-account", "There is no account of this name.", "Look at the name."),
    BLOCKED(
            "blocked",
            "One of the two has blocked the other; nothing new is stored between them.",
            "Do without it, or unblock them if it was you."),
    TOO_MANY_ROOMS(
            "too-many-rooms",
            "The server, the connection or the account has as many rooms as it may.",
            "Leave a room, or ask the operator."),
    ROOM_FULL("room-full", "The room has as many people as it may.", "Try again later, or ask the operator."),
    NOT_INVITED("not-invited", "The name belongs to a room that is not open to you.", "Ask to be invited."),
    BANNED("banned", "You are banned from the room.", "Wait until the ban ends, if it does."),
    MUTED("muted", "You may read in this room, but not speak.", "Wait until it ends, if it does."),
    CONFLICT(
            "conflict",
            "Somebody changed the room's roles at the same moment; nothing was stored.",
            "Look at the room and ask again."),
    RATE_LIMITED("rate-limited", "Faster than the limit.", "Wait for retryAfterMillis, then send again."),
    BUSY(
            "busy",
            "The server is not able to take this now; nothing was stored.",
            "Wait for retryAfterMillis, then send again."),
    STORE_UNAVAILABLE("store-unavailable", "It is unknown whether this was stored.", "Send again under the same id."),
    ID_EXPIRED(
            "id-expired",
            "The id is below the window the server remembers, or its message is not kept any more;"
                    + " nothing new was stored.",
            "Send as a new message, under a new id."),
    INTERNAL(
            "internal",
            "A fault of the server, which has been logged.",
            "Send again under the same id; tell the operator."),
    /** Only ever seen by a client that is older than its server. */
    UNRECOGNISED("unrecognised", "A code that this version does not know.", "Show the message.");

    private static final Map<String, ErrorCode> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::wireName, Function.identity()));

    private final String wireName;
    private final String meaning;
    private final String action;

    ErrorCode(String wireName, String meaning, String action) {
        this.wireName = wireName;
        this.meaning = meaning;
        this.action = action;
    }

    /** The kebab-case name on the wire. */
    public String wireName() {
        return wireName;
    }

    /** What happened, one sentence. */
    public String meaning() {
        return meaning;
    }

    /** What the client should do, one sentence. */
    public String action() {
        return action;
    }

    /** The code with this name, or {@link #UNRECOGNISED}. */
    public static ErrorCode ofWireName(String wireName) {
        return BY_WIRE_NAME.getOrDefault(wireName, UNRECOGNISED);
    }
}
