// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.room.DirectPair;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The rules of direct rooms: how they come to be, and when something may be said there. Thread-safe. */
final class DirectRooms {

    private final RoomDirectory rooms;
    private final People people;
    private final int mostPerAccount;

    /** @param mostPerAccount how many somebody may have who opens another one */
    DirectRooms(RoomDirectory rooms, People people, int mostPerAccount) {
        this.rooms = rooms;
        this.people = people;
        this.mostPerAccount = mostPerAccount;
    }

    /**
     * The direct room of this name, made if it is the caller's and there is none.
     *
     * @return completed on any thread; the room may be another's, who had the name of its room before
     * @throws RejectedException that there is no such room, if the caller is none of the two
     */
    CompletionStage<Room> open(RoomName name, Caller caller) {
        AccountName otherName = name.otherThan(caller.name());
        if (otherName == null) {
            throw RoomDirectory.noSuchRoom(name);
        }
        long own = accountOf(caller);
        Room known = rooms.find(name);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        People.Person other = people.find(otherName);
        if (other == null || other.isGone()) {
            throw noSuchAccount(otherName);
        }
        DirectPair pair = DirectPair.of(own, other.id());
        requireReachable(pair, own);
        if (rooms.directsOf(own).size() >= mostPerAccount) {
            throw new RejectedException(
                    ErrorCode.TOO_MANY_ROOMS,
                    "you have " + mostPerAccount + " direct rooms, and nobody may open more: go on in one of those");
        }
        return rooms.open(name, pair);
    }

    /**
     * Asked at the moment at which a message gets its number, so that none comes behind a block. Any thread.
     *
     * @param own which of the two wants to say something
     * @throws RejectedException if the other one has gone, or one of the two has blocked the other
     */
    void requireReachable(DirectPair pair, long own) {
        long otherId = pair.otherThan(own);
        People.Person other = people.find(otherId);
        if (other == null || other.isGone()) {
            throw new RejectedException(
                    ErrorCode.NO_SUCH_ACCOUNT, "the other account has been deleted (what was said can still be read)");
        }
        if (people.hasBlocked(own, otherId)) {
            throw new RejectedException(ErrorCode.BLOCKED, "you have blocked " + other.name() + ": unblock them first");
        }
        if (people.hasBlocked(otherId, own)) {
            throw new RejectedException(ErrorCode.BLOCKED, other.name() + " takes no direct messages from you");
        }
    }

    /** @throws RejectedException if it is a guest */
    static long accountOf(Caller caller) {
        Long id = caller.accountId();
        if (id == null) {
            throw new RejectedException(
                    ErrorCode.SIGN_IN_REQUIRED,
                    "direct messages are between accounts, and you are a guest: sign in first");
        }
        return id;
    }

    static RejectedException noSuchAccount(AccountName name) {
        return new RejectedException(
                ErrorCode.NO_SUCH_ACCOUNT, "there is no account " + name + " (guests have no direct messages)");
    }
}
