// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * What a client can ask. Every dialect translates its bytes into these; {@code ref} is any string of the client's that
 * comes back in the answer.
 */
public sealed interface Command {

    /** The version of the protocol that this vocabulary belongs to. */
    int PROTOCOL_VERSION = 1;

    /** The most characters a {@code ref} may have. */
    int MAX_REF_LENGTH = 64;

    /** The kind of command, with its name on the wire. */
    CommandType type();

    /** The {@code ref} to answer with, or null for a command that has none. */
    default @Nullable String ref() {
        return null;
    }

    /**
     * The first command on a connection.
     *
     * @param protocol {@link #PROTOCOL_VERSION}
     * @param client what program is speaking, for the operator; at most 64 characters
     * @param name the wanted name; null lets the server choose, or the resume proof decide
     * @param resume the proof that an earlier welcome gave, or null
     * @param producer who counts this connection's message ids; null lets the server make one
     * @param credentials what the client signs in with, or null for a guest or with a resume proof
     */
    record Hello(
            int protocol,
            String client,
            @Nullable AccountName name,
            @Nullable String resume,
            @Nullable ProducerId producer,
            @Nullable Credentials credentials)
            implements Command {

        /** Without credentials. */
        public Hello(
                int protocol,
                String client,
                @Nullable AccountName name,
                @Nullable String resume,
                @Nullable ProducerId producer) {
            this(protocol, client, name, resume, producer, null);
        }

        @Override
        public CommandType type() {
            return CommandType.HELLO;
        }
    }

    /**
     * Follow a room, which is made if there is none.
     *
     * @param after resume from here; null for a fresh start
     * @param last how many of the last entries to begin with; null for the default of the server; ignored with after
     * @param follow whether only to follow it: nobody becomes a member, and no room is made
     */
    record Join(
            String ref,
            RoomName room,
            @Nullable Position after,
            @Nullable Integer last,
            boolean follow) implements Command {

        /** Follows it and, with an account, becomes a member. */
        public Join(String ref, RoomName room, @Nullable Position after, @Nullable Integer last) {
            this(ref, room, after, last, false);
        }

        @Override
        public CommandType type() {
            return CommandType.JOIN;
        }
    }

    /**
     * Follow the direct room with somebody, which is made if there is none. Takes an account.
     *
     * @param name whose account
     * @param after see {@link Join}
     * @param last see {@link Join}
     */
    record Direct(
            String ref,
            AccountName name,
            @Nullable Position after,
            @Nullable Integer last) implements Command {
        @Override
        public CommandType type() {
            return CommandType.DIRECT;
        }
    }

    /** Have no direct messages from somebody, nor to them. Takes an account. */
    record Block(String ref, AccountName name) implements Command {
        @Override
        public CommandType type() {
            return CommandType.BLOCK;
        }
    }

    /** Have direct messages from somebody again. */
    record Unblock(String ref, AccountName name) implements Command {
        @Override
        public CommandType type() {
            return CommandType.UNBLOCK;
        }
    }

    /** List whom one has blocked. */
    record Blocks(String ref) implements Command {
        @Override
        public CommandType type() {
            return CommandType.BLOCKS;
        }
    }

    /** Follow a room no longer. */
    record Leave(String ref, RoomName room) implements Command {
        @Override
        public CommandType type() {
            return CommandType.LEAVE;
        }
    }

    /**
     * Say something in a room.
     *
     * @param text see {@link Texts}; its length is checked by the server, whose limit it is
     * @param id the counter of this message within the connection's producer, 1 to 2^53 − 1; null lets the server count
     */
    record Send(
            String ref,
            RoomName room,
            String text,
            @Nullable Long id) implements Command {
        @Override
        public CommandType type() {
            return CommandType.SEND;
        }
    }

    /**
     * Read a part of a room's log.
     *
     * @param limit how many entries at the most, at least 1; the server may give fewer
     */
    record History(String ref, RoomName room, HistoryRange range, int limit) implements Command {
        @Override
        public CommandType type() {
            return CommandType.HISTORY;
        }
    }

    /** List the rooms. */
    record Rooms(String ref) implements Command {
        @Override
        public CommandType type() {
            return CommandType.ROOMS;
        }
    }

    /** List who is in a room. */
    record Members(String ref, RoomName room) implements Command {
        @Override
        public CommandType type() {
            return CommandType.MEMBERS;
        }
    }

    /**
     * Set the topic of a room.
     *
     * @param text empty takes it away
     */
    record Topic(String ref, RoomName room, String text) implements Command {
        @Override
        public CommandType type() {
            return CommandType.TOPIC;
        }
    }

    /**
     * Do something about somebody in a room.
     *
     * @param seconds how long a ban or mute lasts, at least 1; null for no end
     * @param reason for everybody to read, at most {@link RoomEvent.Moderated#MAX_REASON_LENGTH} characters; null for none
     * @param address whether a ban is also of where they are in the room from now; false for other measures
     */
    record Moderate(
            String ref,
            RoomName room,
            Measure measure,
            AccountName name,
            @Nullable Long seconds,
            @Nullable String reason,
            boolean address)
            implements Command {
        /** The longest ban or mute that has an end, in seconds: ten years. */
        public static final long MAX_SECONDS = 315_360_000;

        /** Of nobody's address. */
        public Moderate(
                String ref,
                RoomName room,
                Measure measure,
                AccountName name,
                @Nullable Long seconds,
                @Nullable String reason) {
            this(ref, room, measure, name, seconds, reason, false);
        }

        @Override
        public CommandType type() {
            return CommandType.MODERATE;
        }
    }

    /** Give somebody a role in a room, a lower one too. */
    record GiveRole(String ref, RoomName room, AccountName name, Role role) implements Command {
        @Override
        public CommandType type() {
            return CommandType.ROLE;
        }
    }

    /**
     * Set how a room is used; what is null stays.
     *
     * @param slowSeconds see {@link RoomSettings}
     */
    record Configure(
            String ref,
            RoomName room,
            @Nullable Access access,
            @Nullable Posting posting,
            @Nullable Integer slowSeconds)
            implements Command {
        @Override
        public CommandType type() {
            return CommandType.CONFIGURE;
        }
    }

    /** Change one's name. */
    record Nick(String ref, AccountName name) implements Command {
        @Override
        public CommandType type() {
            return CommandType.NICK;
        }
    }

    /**
     * Ask for a sign of life.
     *
     * @param data comes back in the answer; at most 256 characters
     */
    record Ping(String ref, @Nullable String data) implements Command {
        /** The most characters the data may have. */
        public static final int MAX_DATA_LENGTH = 256;

        @Override
        public CommandType type() {
            return CommandType.PING;
        }
    }

    /**
     * Make an account. May come before hello.
     *
     * @param invite what allows it where not everybody may, or null
     */
    record Register(
            String ref,
            AccountName account,
            Secret password,
            @Nullable Secret invite) implements Command {
        @Override
        public CommandType type() {
            return CommandType.REGISTER;
        }
    }

    /** Change the password of the account that is signed in. */
    record ChangePassword(String ref, Secret old, Secret chosen) implements Command {
        @Override
        public CommandType type() {
            return CommandType.PASSWORD;
        }
    }

    /** Delete the account that is signed in; its name stays reserved. */
    record DeleteAccount(String ref, Secret password) implements Command {
        @Override
        public CommandType type() {
            return CommandType.DELETE_ACCOUNT;
        }
    }

    /** End the connection when everything asked before has been answered. */
    record Quit() implements Command {
        @Override
        public CommandType type() {
            return CommandType.QUIT;
        }
    }
}
