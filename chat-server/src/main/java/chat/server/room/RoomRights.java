// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Posting;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomName;
import chat.protocol.words.UntilInWords;
import chat.server.limit.AddressKey;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do in a room, by the room's state at a moment.
 *
 * @param room which room
 * @param name as what they are known
 * @param accountId the account of this name that they are signed in to, or null for a guest; guests have no role and no
 *     invitation, whatever they are called
 * @param address where they come from; who moderates or owns the room may be in it from anywhere
 * @param nowMillis the time, in epoch milliseconds
 */
public record RoomRights(
        Room room, AccountName name, @Nullable Long accountId, AddressKey address, long nowMillis) {

    /** Why they may not be in the room and read it, or null if they may. */
    public @Nullable RejectedException whyNotEnter() {
        Direct direct = room.direct();
        if (direct != null) {
            // To everybody else it is not there.
            boolean theirs = accountId != null && direct.pair().has(accountId);
            return theirs ? null : RoomDirectory.noSuchRoom(room.name());
        }
        Standing standing = standing();
        if (standing.isBanned(nowMillis)) {
            return banned(standing.bannedUntilMillis());
        }
        boolean known = accountId != null && (standing.role() != null || standing.invited());
        if (room.state().settings().access() == Access.PRIVATE && !known) {
            // Before the address: to strangers a private room is not there, wherever they come from.
            return new RejectedException(ErrorCode.NOT_INVITED, room.name() + " is private, and you are not invited");
        }
        long bannedUntil = addressBannedUntil();
        // Not why: who shares an address with somebody is not to learn that they do.
        return nowMillis < bannedUntil ? banned(bannedUntil) : null;
    }

    private RejectedException banned(long untilMillis) {
        return new RejectedException(ErrorCode.BANNED, "you are banned from " + room.name() + until(untilMillis));
    }

    private long addressBannedUntil() {
        // Or a moderator could be locked out of their room by whoever comes from the same address.
        return isAtLeast(Role.MODERATOR)
                ? Standing.NEVER
                : room.bannedAddresses().until(address, room.state().standings());
    }

    /** Whether they may be in the room and read it. */
    public boolean mayEnter() {
        return whyNotEnter() == null;
    }

    /** @throws RejectedException if they may not be in the room, or not speak in it */
    public void requireSpeak() {
        throwIf(whyNotEnter());
        Standing standing = standing();
        if (standing.isMuted(nowMillis)) {
            throw new RejectedException(
                    ErrorCode.MUTED, "you are muted in " + room.name() + until(standing.mutedUntilMillis()));
        }
        if (room.state().settings().posting() == Posting.MODERATORS && !isAtLeast(Role.MODERATOR)) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    room.name() + " is for announcements: only its moderators say something there");
        }
    }

    /** @throws RejectedException if their role is lower than this one */
    public void require(Role least) {
        if (room.direct() != null) {
            throw notForTwo(room.name());
        }
        if (accountId == null) {
            throw new RejectedException(ErrorCode.SIGN_IN_REQUIRED, "a guest has no role in a room: sign in first");
        }
        if (!isAtLeast(least)) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    "this takes the role " + least.wireName() + " in " + room.name() + " (yours: " + roleOf(standing())
                            + ")");
        }
    }

    /** @throws RejectedException if somebody has a role that is not below theirs */
    public void requireAbove(AccountName other) {
        Role theirs = of(other).role();
        Role own = standing().role();
        if (own == null || !own.isAbove(theirs)) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    other + " is " + roleOf(of(other)) + " of " + room.name()
                            + " (expected: somebody with a lower role than yours)");
        }
    }

    /** Whether their role is this one or higher. */
    public boolean isAtLeast(Role least) {
        return accountId != null && standing().isAtLeast(least);
    }

    /** Whether they belong to the room. */
    public boolean isMember() {
        return isAtLeast(Role.MEMBER);
    }

    /** What the room holds of somebody. */
    public Standing of(AccountName other) {
        return room.state().standings().of(other);
    }

    private Standing standing() {
        return of(name);
    }

    /** What is said to whoever wants to keep a direct room like another one. */
    public static RejectedException notForTwo(RoomName name) {
        return new RejectedException(ErrorCode.FORBIDDEN, name + " is a conversation of two, which nobody keeps");
    }

    private static String roleOf(Standing standing) {
        Role role = standing.role();
        return role == null ? "none" : role.wireName();
    }

    private String until(long millis) {
        return millis == Standing.FOR_EVER ? " for ever" : " " + UntilInWords.of(millis, nowMillis, ZoneOffset.UTC);
    }

    private static void throwIf(@Nullable RejectedException reason) {
        if (reason != null) {
            throw reason;
        }
    }
}
