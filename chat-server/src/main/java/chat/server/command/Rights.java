// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do.
 *
 * @param mayWrite whether they may say something, set a topic and make rooms
 * @param rooms which rooms they may have to do with; empty for all
 */
public record Rights(boolean mayWrite, Set<RoomName> rooms) {

    /** Of everybody who is not restricted. */
    public static final Rights ALL = new Rights(true, Set.of());

    /** Of guests where they may only read. */
    public static final Rights READ_ONLY = new Rights(false, Set.of());

    /** Keeps a copy of the set. */
    public Rights {
        rooms = Set.copyOf(rooms);
    }

    /** Whether they may have to do with a room. */
    public boolean mayEnter(RoomName room) {
        return rooms.isEmpty() || rooms.contains(room);
    }

    /** @throws RejectedException if a command is more than they may do */
    void require(Command command) {
        RoomName room = roomOf(command);
        if (room != null && !mayEnter(room)) {
            throw new RejectedException(ErrorCode.FORBIDDEN, room + " is not a room that this token was made for");
        }
        if (!rooms.isEmpty() && isAboutBlocks(command)) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN, "a token for some rooms blocks nobody: sign in with the password");
        }
        if (!mayWrite && isWriting(command)) {
            throw new RejectedException(
                    ErrorCode.SIGN_IN_REQUIRED, "guests may only read here: sign in with an account");
        }
    }

    private static boolean isAboutBlocks(Command command) {
        return command instanceof Command.Block
                || command instanceof Command.Unblock
                || command instanceof Command.Blocks;
    }

    private static boolean isWriting(Command command) {
        return switch (command.type()) {
            case SEND, TOPIC, MODERATE, ROLE, CONFIGURE, BLOCK, UNBLOCK -> true;
            case HELLO,
                    JOIN,
                    DIRECT,
                    BLOCKS,
                    LEAVE,
                    HISTORY,
                    ROOMS,
                    MEMBERS,
                    NICK,
                    PING,
                    REGISTER,
                    PASSWORD,
                    DELETE_ACCOUNT,
                    QUIT -> false;
        };
    }

    private static @Nullable RoomName roomOf(Command command) {
        return switch (command.type()) {
            case JOIN -> ((Command.Join) command).room();
            case LEAVE -> ((Command.Leave) command).room();
            case SEND -> ((Command.Send) command).room();
            case HISTORY -> ((Command.History) command).room();
            case MEMBERS -> ((Command.Members) command).room();
            case TOPIC -> ((Command.Topic) command).room();
            case MODERATE -> ((Command.Moderate) command).room();
            case ROLE -> ((Command.GiveRole) command).room();
            case CONFIGURE -> ((Command.Configure) command).room();
            // Which room it is depends on who asks: it is looked at when that is known.
            case DIRECT -> null;
            case HELLO, ROOMS, BLOCK, UNBLOCK, BLOCKS, NICK, PING, REGISTER, PASSWORD, DELETE_ACCOUNT, QUIT -> null;
        };
    }
}
