// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.log.SenderId;
import chat.server.room.Room;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whoever gave a command, as the commands see them. Confined to the caller's event loop. */
public interface Caller {

    /** Who it is, whatever the name. */
    SenderId id();

    /** What they are called now. */
    AccountName name();

    /** What they may do. */
    Rights rights();

    /** The number of the account that they are signed in to, whose name theirs is; null for a guest. */
    @Nullable
    Long accountId();

    /** Whether they are signed in to an account; if not, they are a guest. */
    default boolean isAccount() {
        return accountId() != null;
    }

    /** Where they come from, as limits count it; asked for with each message. */
    AddressKey address();

    /** Who counts the ids of this connection's messages. */
    ProducerId producer();

    /** The number for a message that came without one; above all numbers that came or were given. */
    long nextMessageNumber();

    /** A message came with a number of its own. */
    void messageNumberSeen(long number);

    /** Where the caller's commands run and answers are given. */
    Executor loop();

    /** Tells something that is no answer. */
    void tell(Event event);

    /**
     * Takes another name.
     *
     * @throws RejectedException with {@code name-taken} if somebody else has it
     */
    void rename(AccountName name);

    /** The room of this name if the caller follows it, else null. */
    @Nullable
    Room followed(RoomName name);

    /** How many rooms the caller follows. */
    int followedRooms();

    /**
     * Follows a room from an entry on; from another place than before, if it is followed already. Does nothing if the
     * connection has ended meanwhile.
     *
     * @param cursor the last entry that the caller has, 0 for none
     */
    void follow(Room room, long cursor);

    /** Follows a room no longer. */
    void unfollow(Room room);
}
