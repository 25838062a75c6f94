// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.server.account.Access;
import chat.server.account.AccountListener;
import chat.server.config.ReservedNames;
import chat.server.log.SenderId;
import chat.server.name.LookAlikes;
import chat.server.room.Room;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which names are in use, and by whom. Thread-safe. */
public final class SessionRegistry implements AccountListener {

    private static final int TRIES_PER_LENGTH = 20;
    private static final int SMALLEST_NUMBER = 1000;

    /** Whoever has a name; a later connection of the same person may take their place. */
    interface Occupant {

        /** A newer connection has taken the place: ends this one. Thread-safe. */
        void replaced();

        /** What was proved may have become void: ends the connection if it has. Thread-safe. */
        void recheck();

        /** Something was said in a direct room of its account. Thread-safe. */
        void news(Room room);

        /** Its account was invited into a room. Thread-safe. */
        void invited(Event.Invited invited);

        /** Whether it may keep its name, which belongs to an account from now on. Thread-safe. */
        boolean mayKeep(AccountName name);
    }

    private record Seat(SenderId id, Occupant occupant) {}

    private final ConcurrentHashMap<AccountName, Seat> seats = new ConcurrentHashMap<>();

    /** The newest connection of each person; its name may have changed since the proof was given that it is looked for by. */
    private final ConcurrentHashMap<SenderId, Occupant> newest = new ConcurrentHashMap<>();

    /** The connections of each account, of which there may be several at once. */
    private final ConcurrentHashMap<Long, Set<Occupant>> signedIn = new ConcurrentHashMap<>();

    private final String guestPrefix;
    private final ReservedNames reserved;
    private final LookAlikes reservedLooks;
    private final Predicate<AccountName> isTaken;

    /**
     * @param guestPrefix what the names begin with that the server gives
     * @param reserved names that no guest may take
     * @param isTaken which names belong to accounts, or look like one that does; no guest is called so
     */
    public SessionRegistry(String guestPrefix, ReservedNames reserved, Predicate<AccountName> isTaken) {
        this.guestPrefix = guestPrefix;
        this.reserved = reserved;
        this.reservedLooks = new LookAlikes(reserved.names());
        this.isTaken = isTaken;
    }

    /** Somebody has signed in. To be released like any other. */
    void signIn(Access access, Occupant occupant) {
        signedIn.compute(access.accountId(), (id, known) -> {
            Set<Occupant> occupants = known == null ? ConcurrentHashMap.newKeySet() : known;
            occupants.add(occupant);
            return occupants;
        });
    }

    /**
     * Asked before somebody makes an account by themselves.
     *
     * @throws RejectedException with {@link ErrorCode#NAME_TAKEN} if somebody else is called so now, or {@link
     *     ErrorCode#NAME_RESERVED}
     */
    void requireFree(AccountName name, @Nullable Occupant occupant) {
        requireUnreserved(name);
        Seat seat = seats.get(name);
        if (seat != null && seat.occupant != occupant) {
            throw new RejectedException(
                    ErrorCode.NAME_TAKEN,
                    "name: a guest is called " + name
                            + " now (expected: another name; if the guest is you, leave there first and try again)");
        }
    }

    @Override
    public void registered(AccountName name) {
        Seat seat = seats.get(name);
        if (seat != null && !seat.occupant.mayKeep(name)) {
            seat.occupant.replaced();
        }
    }

    @Override
    public void ended(long accountId, long generation) {
        signedIn.getOrDefault(accountId, Set.of()).forEach(Occupant::recheck);
    }

    @Override
    public void revoked(long tokenId) {
        signedIn.values().forEach(occupants -> occupants.forEach(Occupant::recheck));
    }

    /** Something was said in a direct room of an account: tells its connections. */
    void news(long accountId, Room room) {
        signedIn.getOrDefault(accountId, Set.of()).forEach(occupant -> occupant.news(room));
    }

    /** An account was invited into a room: tells its connections. */
    void invited(long accountId, Event.Invited invited) {
        signedIn.getOrDefault(accountId, Set.of()).forEach(occupant -> occupant.invited(invited));
    }

    /** Gives a newcomer a name of the server's choice. */
    Identity claimAny(Occupant occupant) {
        SenderId id = newId();
        long bound = 9L * SMALLEST_NUMBER;
        for (int tries = 1; ; tries++) {
            long number = SMALLEST_NUMBER + ThreadLocalRandom.current().nextLong(bound);
            AccountName name = new AccountName(guestPrefix + number);
            if (!isTaken.test(name) && seats.putIfAbsent(name, new Seat(id, occupant)) == null) {
                newest.put(id, occupant);
                return new Identity(id, name);
            }
            if (tries % TRIES_PER_LENGTH == 0) {
                bound *= 10;
            }
        }
    }

    /**
     * Gives a newcomer the name they want.
     *
     * @throws RejectedException with {@link ErrorCode#NAME_TAKEN} or {@link ErrorCode#NAME_RESERVED}
     */
    Identity claim(AccountName name, Occupant occupant) {
        Identity identity = new Identity(newId(), name);
        claim(identity, occupant);
        return identity;
    }

    /**
     * Gives somebody who has proved who they are their name back. A connection of theirs that is still there is replaced,
     * whatever it is called by now.
     *
     * @throws RejectedException with {@link ErrorCode#NAME_TAKEN} if somebody else has taken it meanwhile, or {@link
     *     ErrorCode#NAME_RESERVED}
     */
    void claim(Identity identity, Occupant occupant) {
        requireUnregistered(identity.name());
        requireUnreserved(identity.name());
        Seat mine = new Seat(identity.id(), occupant);
        AtomicReference<@Nullable Occupant> before = new AtomicReference<>();
        Seat now = seats.compute(identity.name(), (name, seat) -> {
            if (seat != null && !seat.id.equals(mine.id)) {
                return seat;
            }
            // Under the lock of the name: of two who come back at once, the one who is replaced must not be the one who
            // has
            // the seat, or its end would free a name that is in use.
            before.set(newest.put(mine.id, occupant));
            return mine;
        });
        if (!now.id.equals(mine.id)) {
            throw taken(identity.name());
        }
        if (isTaken.test(identity.name())) {
            // In this moment; whoever registered it may have looked here before.
            release(identity, occupant);
            throw ofAnAccount(identity.name());
        }
        Occupant replaced = before.get();
        if (replaced != null) {
            replaced.replaced();
        }
    }

    /**
     * Gives somebody another name.
     *
     * @throws RejectedException with {@link ErrorCode#NAME_TAKEN} or {@link ErrorCode#NAME_RESERVED}; then they keep the
     *     one they have
     */
    Identity rename(Identity identity, AccountName name, Occupant occupant) {
        Access access = identity.access();
        if (access == null || !name.equals(identity.name())) {
            // In other letters the same name may look like another one.
            requireUnregistered(name);
        }
        if (access != null) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN, "an account keeps its name, and yours is " + access.name());
        }
        requireUnreserved(name);
        Identity renamed = new Identity(identity.id(), name);
        if (!name.equals(identity.name())) {
            if (seats.putIfAbsent(name, new Seat(identity.id(), occupant)) != null) {
                throw taken(name);
            }
            if (isTaken.test(name)) {
                vacate(renamed, occupant);
                throw ofAnAccount(name);
            }
            vacate(identity, occupant);
        }
        return renamed;
    }

    /** Somebody has gone: frees their name, unless somebody else has it by now. */
    void release(Identity identity, Occupant occupant) {
        Access access = identity.access();
        if (access == null) {
            newest.remove(identity.id(), occupant);
            vacate(identity, occupant);
        } else {
            signedIn.computeIfPresent(access.accountId(), (id, occupants) -> {
                occupants.remove(occupant);
                return occupants.isEmpty() ? null : occupants;
            });
        }
    }

    /** How many names are in use. */
    public int size() {
        return seats.size();
    }

    private void vacate(Identity identity, Occupant occupant) {
        seats.computeIfPresent(identity.name(), (name, seat) -> keepUnless(seat, occupant));
    }

    private static @Nullable Seat keepUnless(Seat seat, Occupant occupant) {
        return seat.occupant == occupant ? null : seat;
    }

    private static SenderId newId() {
        return new SenderId("guest:" + UUID.randomUUID());
    }

    private void requireUnreserved(AccountName name) {
        reserved.requireFree(name);
        if (LookAlikes.looksDeleted(name)) {
            throw new RejectedException(
                    ErrorCode.NAME_RESERVED,
                    "name: " + name + " looks like that of a deleted account (expected: another name)");
        }
        AccountName other = reservedLooks.of(name);
        if (other != null) {
            throw new RejectedException(
                    ErrorCode.NAME_RESERVED,
                    "name: " + name + " looks like " + other + ", which is not for guests (expected: another name)");
        }
    }

    private void requireUnregistered(AccountName name) {
        if (isTaken.test(name)) {
            throw ofAnAccount(name);
        }
    }

    private static RejectedException ofAnAccount(AccountName name) {
        return new RejectedException(
                ErrorCode.NAME_REGISTERED,
                "name: " + name
                        + " belongs to an account, or did, or looks like one that does (expected: sign in, or another name)");
    }

    private static RejectedException taken(AccountName name) {
        return new RejectedException(
                ErrorCode.NAME_TAKEN, "name: somebody else is called " + name + " now (expected: another name)");
    }
}
