// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.account.Access;
import chat.server.command.Caller;
import chat.server.command.Rights;
import chat.server.config.GuestPolicy;
import chat.server.fanout.Follower;
import chat.server.limit.AddressKey;
import chat.server.log.SenderId;
import chat.server.room.Direct;
import chat.server.room.Room;
import chat.server.room.RoomRights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on a connection, with the rooms that they follow on it. Confined to the connection's event loop, but for
 * {@link #replaced}.
 */
final class Session implements Caller, SessionRegistry.Occupant {

    private final SessionHandler handler;
    private final SessionServices services;
    private final ProducerId producer;
    private final Map<RoomName, Follower> followers = new LinkedHashMap<>(4);
    private @Nullable Identity identity;
    private final DirectInbox inbox;
    private final AddressKey address;
    private long highestMessageNumber;
    private boolean ended;
    private boolean isChanging;
    private Rights rights = Rights.READ_ONLY;
    private volatile @Nullable AccountName registering;
    private volatile @Nullable AccountName registered;

    Session(SessionHandler handler, SessionServices services, ProducerId producer) {
        this.handler = handler;
        this.services = services;
        this.producer = producer;
        this.inbox = new DirectInbox(this, handler.connection(), services);
        this.address = new AccountCommands(handler.connection().channel(), services).address();
    }

    /** The registry has given it a name. */
    void begin(Identity claimed) {
        identity = claimed;
        rights = rightsOf(claimed.access());
    }

    /** It has been welcomed: tells of what has been said to its account meanwhile. */
    void welcomed() {
        Long account = accountId();
        if (!ended && account != null) {
            inbox.open(account);
        }
    }

    @Override
    public void news(Room room) {
        loop().execute(() -> {
            Long account = accountId();
            if (!ended && account != null) {
                inbox.news(room, account);
            }
        });
    }

    @Override
    public void invited(Event.Invited invited) {
        loop().execute(() -> {
            RoomName room = invited.room();
            boolean isNews = !ended && isSignedIn() && followed(room) == null && rights.mayEnter(room);
            // Nothing waits for a client that does not read: it is invited all the same.
            if (isNews && handler.connection().channel().isWritable()) {
                tell(invited);
            }
        });
    }

    /** About a second has passed. */
    void tick() {
        // A token that expires tells nobody.
        recheckNow();
        noteSeen();
    }

    private void noteSeen() {
        Long account = accountId();
        if (!ended && account != null) {
            DirectInbox.note(followers.values(), handler.connection().channel(), account);
        }
    }

    /** Gives the name and the rooms back. */
    void end() {
        ended = true;
        for (Follower follower : new ArrayList<>(followers.values())) {
            unfollow(follower.room());
        }
        services.registry().release(identity(), this);
    }

    /** Goes on with what waited for the client to take bytes. */
    void becameWritable() {
        followers.values().forEach(Follower::becameWritable);
        Long account = accountId();
        if (account != null) {
            inbox.becameWritable(account);
        }
    }

    /** Whether everything that was delivered to its rooms has been written to the connection. */
    boolean isLevel() {
        return followers.values().stream().allMatch(Follower::isLive);
    }

    /** How many entries of its rooms have not been written to the connection. */
    long behind() {
        return followers.values().stream()
                .mapToLong(follower -> Math.max(0, follower.room().head().lastSeq() - follower.reached()))
                .sum();
    }

    @Override
    public void replaced() {
        loop().execute(() -> {
            // Whoever has signed in meanwhile is somebody else.
            if (!ended) {
                handler.farewell().now(CloseReason.REPLACED, "a newer connection has taken this one's place", null);
            }
        });
    }

    /** Gives up a room that this one may be in no longer; does nothing if it is not in it, or may be. */
    void recheck(Expulsions.Change change, long nowMillis) {
        Room room = change.room();
        if (!followers.containsKey(room.name())) {
            return;
        }
        LogEntry sentOut = change.sentOut().get(name());
        boolean left = isAccount() && change.left().contains(name());
        RejectedException why = new RoomRights(room, name(), accountId(), address, nowMillis).whyNotEnter();
        if (why == null && sentOut != null) {
            why = new RejectedException(ErrorCode.FORBIDDEN, "you were sent out of " + room.name());
        }
        if (why == null && left) {
            why = new RejectedException(ErrorCode.NOT_JOINED, "you have left " + room.name() + " elsewhere");
        }
        if (why != null) {
            unfollow(room);
            tell(
                    sentOut == null
                            ? new Event.Removed(room.name(), why.code(), why.reason())
                            : Expulsions.removed(sentOut, why.code()));
        }
    }

    @Override
    public void recheck() {
        loop().execute(this::recheckNow);
    }

    @Override
    public boolean mayKeep(AccountName name) {
        return Objects.equals(name, registering) || Objects.equals(name, registered);
    }

    /** Ends the connection if what its owner proved has become void. */
    void recheckNow() {
        Access access = identity().access();
        if (!ended && !isChanging && access != null && !services.accounts().isGood(access)) {
            handler.farewell()
                    .now(
                            CloseReason.SIGNED_OUT,
                            "you are signed out: the account or the token has changed or expired",
                            null);
        }
    }

    /** Whether an account is signed in. */
    boolean isSignedIn() {
        return identity().access() != null;
    }

    Access access() {
        return AccountCommands.required(identity().access());
    }

    /** Its owner makes an account of this name: a guest who has it may keep it. */
    void registers(AccountName name) {
        registering = name;
    }

    /** Its owner has made the account. */
    void hasRegistered(AccountName name) {
        registered = name;
        registering = null;
    }

    /** Its owner has not made the account; if somebody else has meanwhile, it is their name. */
    void hasNotRegistered(AccountName name) {
        registering = null;
        if (services.accounts().isRegistered(name)) {
            services.registry().registered(name);
        }
    }

    /** Its owner changes the account: what was proved becomes void, and is replaced or not by {@link #endChange}. */
    void beginChange() {
        isChanging = true;
    }

    /** What its owner is signed in with from now on. */
    Identity nowWith(Access access) {
        begin(Identity.of(access));
        return identity();
    }

    void endChange() {
        isChanging = false;
        recheckNow();
    }

    @Override
    public Rights rights() {
        return rights;
    }

    private Rights rightsOf(@Nullable Access access) {
        if (access != null) {
            return new Rights(true, access.rooms());
        }
        return services.rules().guests() == GuestPolicy.ALLOW ? Rights.ALL : Rights.READ_ONLY;
    }

    @Override
    public SenderId id() {
        return identity().id();
    }

    @Override
    public AccountName name() {
        return identity().name();
    }

    @Override
    public @Nullable Long accountId() {
        Access access = identity().access();
        return access == null ? null : access.accountId();
    }

    @Override
    public AddressKey address() {
        return address;
    }

    @Override
    public ProducerId producer() {
        return producer;
    }

    @Override
    public long nextMessageNumber() {
        return highestMessageNumber + 1;
    }

    @Override
    public void messageNumberSeen(long number) {
        highestMessageNumber = Math.max(highestMessageNumber, number);
    }

    @Override
    public Executor loop() {
        return handler.connection().channel().eventLoop();
    }

    @Override
    public void tell(Event event) {
        handler.connection().send(event);
    }

    @Override
    public void rename(AccountName name) {
        identity = services.registry().rename(identity(), name, this);
        followers.keySet().forEach(room -> services.presence().renamed(room, id().value(), name));
    }

    @Override
    public @Nullable Room followed(RoomName name) {
        Follower follower = followers.get(name);
        return follower == null ? null : follower.room();
    }

    @Override
    public int followedRooms() {
        return followers.size();
    }

    @Override
    public void follow(Room room, long cursor) {
        if (ended) {
            return;
        }
        Follower before = followers.remove(room.name());
        if (before == null) {
            services.presence().entered(room.name(), id().value(), name());
        } else {
            before.end();
        }
        Connection connection = handler.connection();
        Follower follower = services.fanOut()
                .follow(loop(), connection.channel(), connection.dialect().wireFormat(), room, cursor);
        if (connection.dialect().oneRoomAtATime() && room.direct() == null) {
            // A conversation of two is heard beside the room, and is not left for another one.
            new ArrayList<>(followers.values())
                    .stream().filter(other -> other.room().direct() == null).forEach(other -> unfollow(other.room()));
        }
        followers.put(room.name(), follower);
        inbox.follows(room.name());
    }

    @Override
    public void unfollow(Room room) {
        if (followers.containsKey(room.name())) {
            keepSeen(room);
        }
        Follower follower = followers.remove(room.name());
        if (follower != null) {
            follower.end();
            services.presence().left(room.name(), id().value());
        }
    }

    private Identity identity() {
        Identity known = identity;
        if (known == null) {
            throw new IllegalStateException("the session has not begun");
        }
        return known;
    }

    /** What was noted of it is to outlive the server. Of a connection that broke nobody knows what has got through since. */
    private void keepSeen(Room room) {
        noteSeen();
        Long account = accountId();
        Direct direct = room.direct();
        if (account != null && direct != null) {
            services.rooms().saveSeen(room, account);
        }
    }
}
