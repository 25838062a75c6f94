// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import chat.server.account.Account;
import chat.server.fanout.Follower;
import chat.server.room.Direct;
import chat.server.room.Room;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What happens in the direct rooms of a session's account that it does not follow: a program is told, once for each room
 * until it follows it; for a person who types it is followed beside the room in which they are. Confined to the
 * connection's event loop.
 *
 * <p>Bounded: a connection that takes no bytes is told when it does, and each room waits for that once.
 */
final class DirectInbox {

    private final Session session;
    private final Connection connection;
    private final SessionServices services;
    private final Map<RoomName, Room> waiting = new LinkedHashMap<>(2);
    private final Set<RoomName> told = new HashSet<>(2);

    DirectInbox(Session session, Connection connection, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.services = services;
    }

    /** Somebody has signed in: tells of all that was said since they were last here. */
    void open(long accountId) {
        for (Room room : services.rooms().directsOf(accountId)) {
            if (seen(room, accountId) < room.head().lastSeq()) {
                news(room, accountId);
            }
        }
    }

    /** Something was said in a direct room of the account. */
    void news(Room room, long accountId) {
        RoomName name = room.name();
        boolean isKnown = session.followed(name) != null || told.contains(name);
        if (!isKnown && session.rights().mayEnter(name)) {
            waiting.put(name, room);
            tell(accountId);
        }
    }

    /** The connection takes bytes again. */
    void becameWritable(long accountId) {
        if (!waiting.isEmpty()) {
            tell(accountId);
        }
    }

    /** The session follows a room from now on: whatever happens there comes by itself. */
    void follows(RoomName name) {
        waiting.remove(name);
        told.remove(name);
    }

    /** Notes how far direct rooms have got to the client, if all that was written to it has left this process. */
    static void note(Collection<Follower> followers, Channel channel, long accountId) {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        if (unsent != null && unsent.totalPendingWriteBytes() == 0) {
            for (Follower follower : followers) {
                Direct direct = follower.room().direct();
                if (direct != null) {
                    direct.saw(accountId, follower.reached());
                }
            }
        }
    }

    private void tell(long accountId) {
        Iterator<Room> rooms = waiting.values().iterator();
        while (rooms.hasNext() && connection.channel().isWritable()) {
            Room room = rooms.next();
            rooms.remove();
            if (connection.dialect().oneRoomAtATime() && hasSpace()) {
                session.follow(room, seen(room, accountId));
            } else {
                told.add(room.name());
                session.tell(event(room, accountId));
            }
        }
    }

    /** With a room to be in, and one to go to, left over. */
    private boolean hasSpace() {
        return session.followedRooms() + 2 < services.rules().limits().rooms();
    }

    private Event event(Room room, long accountId) {
        AccountName other = room.name().otherThan(session.name());
        Account account = services.accounts()
                .known(Objects.requireNonNull(room.direct()).pair().otherThan(accountId));
        AccountName shown = account == null ? Objects.requireNonNull(other) : account.name();
        return new Event.Direct(
                room.name(), shown, room.head().epoch(), room.head().lastSeq(), seen(room, accountId));
    }

    /** Not beyond the end, as the log may be an older one again. */
    private static long seen(Room room, long accountId) {
        return Math.min(
                Objects.requireNonNull(room.direct()).seenBy(accountId),
                room.head().lastSeq());
    }
}
