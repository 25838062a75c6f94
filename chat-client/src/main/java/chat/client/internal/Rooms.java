// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.CaughtUp;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that this client wants to follow: joins them on every connection, from where it was. Confined to one event
 * loop.
 */
final class Rooms {

    private static final class Wanted {
        private final RoomPosition position;
        private final Arrears arrears;
        private final List<CompletableFuture<Event.Joined>> joining = new ArrayList<>();
        private Event.@Nullable Joined joined;
        private boolean asked;

        private Wanted(RoomPosition position) {
            this.position = position;
            this.arrears = new Arrears(position.room());
        }
    }

    private final ChatListener listener;
    private final Requests requests;
    private final Later later;
    private final Map<RoomName, Wanted> rooms = new LinkedHashMap<>();

    private boolean online;
    private int unanswered;

    Rooms(ChatListener listener, Requests requests, Later later) {
        this.listener = listener;
        this.requests = requests;
        this.later = later;
    }

    /** Follows a room from now on, and becomes a member; also of one that was only followed until now. */
    void join(RoomName room, @Nullable Position after, @Nullable Integer last, CompletableFuture<Event.Joined> result) {
        Wanted wanted = rooms.get(room);
        if (wanted == null) {
            wanted = begin(new RoomPosition(room, after, last, false));
        } else if (wanted.position.isFollowOnly()) {
            wanted = begin(new RoomPosition(room, wanted.position.position(), last, false));
        }
        await(wanted, result);
    }

    /** Follows a room from now on without becoming a member; one that is followed, from another place if one is given. */
    void follow(
            RoomName room, @Nullable Position after, @Nullable Integer last, CompletableFuture<Event.Joined> result) {
        Wanted wanted = rooms.get(room);
        if (wanted == null) {
            wanted = begin(new RoomPosition(room, after, last, true));
        } else if (after != null) {
            wanted = begin(new RoomPosition(room, after, last, wanted.position.isFollowOnly()));
        }
        await(wanted, result);
    }

    /** Wants a room from a place on, instead of what was wanted of it before. No leave comes before that: it would end a membership. */
    private Wanted begin(RoomPosition position) {
        Wanted wanted = new Wanted(position);
        Wanted before = rooms.put(position.room(), wanted);
        if (before != null) {
            forget(before);
            wanted.joining.addAll(before.joining);
        }
        if (online) {
            ask(wanted);
        }
        return wanted;
    }

    private static void await(Wanted wanted, CompletableFuture<Event.Joined> result) {
        Event.Joined joined = wanted.joined;
        if (joined != null && wanted.position.isLive()) {
            result.complete(joined);
        } else {
            wanted.joining.add(result);
        }
    }

    /** Follows a room no longer. */
    void leave(RoomName room, CompletableFuture<Void> result) {
        Wanted wanted = rooms.remove(room);
        if (wanted != null) {
            forget(wanted);
            fail(wanted, new ChatException.Ended("the room was left before it was joined"));
        }
        if (wanted == null || !online) {
            result.complete(null);
            return;
        }
        requests.add(ref -> new Command.Leave(ref, room), new Requests.Reply() {
            @Override
            public void answered(Event event) {
                result.complete(null);
            }

            @Override
            public void failed(ChatException cause) {
                // Whoever is not connected follows nothing.
                result.complete(null);
            }
        });
    }

    /** Whether every room is followed that can be: until then, messages wait. */
    boolean settled() {
        return unanswered == 0;
    }

    /** There is a connection, which follows nothing yet. */
    void online() {
        online = true;
        rooms.values().forEach(this::ask);
    }

    /** The connection has ended. */
    void connectionLost() {
        online = false;
        unanswered = 0;
        rooms.values().forEach(wanted -> {
            wanted.position.connectionLost();
            wanted.asked = false;
        });
    }

    /** Nothing will be joined any more. */
    void end(ChatException cause) {
        connectionLost();
        List<Wanted> all = List.copyOf(rooms.values());
        rooms.clear();
        all.forEach(wanted -> fail(wanted, cause));
    }

    /** An entry came. */
    void entry(LogEntry entry) {
        Wanted wanted = rooms.get(entry.room());
        if (wanted == null) {
            return;
        }
        RoomPosition.Verdict verdict = wanted.position.entry(entry);
        tell(wanted, verdict);
        if (verdict.deliver()) {
            wanted.arrears.entry(entry);
            listener.onEntry(entry);
            tellIfCaughtUp(wanted);
        }
    }

    /** The server says that entries are gone. */
    void gap(Event.Gap gap) {
        Wanted wanted = rooms.get(gap.room());
        if (wanted != null) {
            tell(wanted, wanted.position.gap(gap));
            tellIfCaughtUp(wanted);
        }
    }

    /** The server has taken a room away. */
    void removed(Event.Removed removed) {
        Wanted wanted = rooms.remove(removed.room());
        if (wanted != null) {
            forget(wanted);
            fail(wanted, new ChatException.Refused(removed.code(), removed.message()));
            listener.onRoomLost(removed.room(), removed.code(), removed.message());
        }
    }

    /** Of each room the place where a later client should go on. */
    Map<RoomName, Position> positions() {
        Map<RoomName, Position> positions = new LinkedHashMap<>();
        rooms.forEach((room, wanted) -> {
            Position beginning = wanted.arrears.beginning();
            Position position = beginning == null ? wanted.position.position() : beginning;
            if (position != null) {
                positions.put(room, position);
            }
        });
        return positions;
    }

    /** Somebody came or went. */
    void presence(Event.Presence presence) {
        Wanted wanted = rooms.get(presence.room());
        if (wanted != null && wanted.position.isLive()) {
            listener.onPresence(presence);
        }
    }

    private void tell(Wanted wanted, RoomPosition.Verdict verdict) {
        if (verdict.newLog()) {
            newLog(wanted);
        }
        Event.Gap hole = verdict.hole();
        if (hole != null) {
            wanted.arrears.missing(hole);
            listener.onHole(hole);
        }
        Event.Gap missing = verdict.missing();
        if (missing != null) {
            wanted.arrears.missing(missing);
            listener.onGap(missing);
        }
    }

    private void newLog(Wanted wanted) {
        wanted.arrears.newLog();
        listener.onNewLog(wanted.position.room(), wanted.position.epoch());
    }

    private void tellIfCaughtUp(Wanted wanted) {
        CaughtUp caughtUp = wanted.arrears.reached(wanted.position.seq());
        if (caughtUp != null) {
            listener.onCaughtUp(caughtUp);
        }
    }

    private void ask(Wanted wanted) {
        wanted.asked = true;
        unanswered++;
        requests.add(wanted.position::join, new Requests.Reply() {
            @Override
            public void answered(Event event) {
                // A room may have been left, and even joined again, before the answer came.
                if (rooms.get(wanted.position.room()) != wanted || !wanted.asked) {
                    return;
                }
                if (event instanceof Event.Joined joined) {
                    joined(wanted, joined);
                } else if (event instanceof Event.Rejected rejected) {
                    refused(wanted, rejected);
                }
            }

            @Override
            public void failed(ChatException cause) {
                // The next connection asks again.
            }
        });
    }

    private void joined(Wanted wanted, Event.Joined joined) {
        answered(wanted);
        wanted.joined = joined;
        wanted.arrears.begin(wanted.position.position(), joined.head());
        if (wanted.position.joined(joined)) {
            newLog(wanted);
        }
        listener.onJoined(joined);
        tellIfCaughtUp(wanted);
        List<CompletableFuture<Event.Joined>> joining = List.copyOf(wanted.joining);
        wanted.joining.clear();
        joining.forEach(result -> result.complete(joined));
    }

    private void refused(Wanted wanted, Event.Rejected rejected) {
        if (Refusals.arePassing(rejected.code())) {
            // Still unanswered: messages to this room must not overtake its join.
            later.run(() -> again(wanted), Refusals.pause(rejected.retryAfterMillis()));
            return;
        }
        RoomName room = wanted.position.room();
        forget(wanted);
        rooms.remove(room);
        if (wanted.joining.isEmpty()) {
            listener.onRoomLost(room, rejected.code(), rejected.message());
        }
        fail(wanted, new ChatException.Refused(rejected.code(), rejected.message()));
    }

    private void again(Wanted wanted) {
        if (rooms.get(wanted.position.room()) == wanted && wanted.asked) {
            unanswered--;
            ask(wanted);
        }
    }

    private void forget(Wanted wanted) {
        if (wanted.asked) {
            answered(wanted);
        }
    }

    private void answered(Wanted wanted) {
        wanted.asked = false;
        unanswered--;
    }

    private static void fail(Wanted wanted, ChatException cause) {
        List<CompletableFuture<Event.Joined>> joining = List.copyOf(wanted.joining);
        wanted.joining.clear();
        joining.forEach(result -> result.completeExceptionally(cause));
    }
}
