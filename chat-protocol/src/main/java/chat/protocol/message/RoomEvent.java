// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import org.jspecify.annotations.Nullable;

/** What happened in a room: the part of a {@link LogEntry} that differs from kind to kind. */
public sealed interface RoomEvent {

    /** The kind of event, with its name on the wire. */
    EventType type();

    /**
     * Somebody said something.
     *
     * @param id the counter part of the sender's {@link ClientMessageId}
     * @param text what was said, see {@link Texts}
     */
    record Message(long id, String text) implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.MESSAGE;
        }
    }

    /**
     * The topic was set.
     *
     * @param text the new topic; empty where it was taken away
     */
    record TopicChanged(String text) implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.TOPIC;
        }
    }

    /** An account became a member of the room. Guests are presence and never logged. */
    record MemberJoined() implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.MEMBER_JOINED;
        }
    }

    /** An account ceased to be a member of the room. */
    record MemberLeft() implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.MEMBER_LEFT;
        }
    }

    /** How the room is used was set; the settings are complete. */
    record Configured(RoomSettings settings) implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.CONFIGURED;
        }
    }

    /** Somebody was given a role; the sender's own in a room that they have made. */
    record RoleGiven(AccountName name, Role role) implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.ROLE;
        }
    }

    /**
     * A moderator did something about somebody.
     *
     * @param name about whom
     * @param untilMillis when it ends, in epoch milliseconds; null if it does not, or at once
     * @param reason for everybody to read; empty for none
     */
    record Moderated(
            Measure measure, AccountName name, @Nullable Long untilMillis, String reason) implements RoomEvent {
        /** The most characters of a reason. */
        public static final int MAX_REASON_LENGTH = 256;

        @Override
        public EventType type() {
            return EventType.MODERATED;
        }
    }

    /** Something was said here, and has been removed together with the account of whoever said it. */
    record Deleted() implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.DELETED;
        }
    }

    /**
     * Something that this version does not know: a client goes on past it.
     *
     * @param wireName its type as it was on the wire
     */
    record Unrecognised(String wireName) implements RoomEvent {
        @Override
        public EventType type() {
            return EventType.UNRECOGNISED;
        }
    }
}
