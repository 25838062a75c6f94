// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ConnectionState;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the person is: the rooms, the one that is spoken to, and how the connection stands. Thread-safe. */
final class Place {

    /**
     * All of it at one moment.
     *
     * @param current the room that is spoken to, or null for none
     * @param before the room that was spoken to before that one, or null for none
     * @param rooms the rooms that are followed, in the order in which they were joined, and those that are closed
     * @param closed the rooms that the server has taken away, and that keep their place until the person leaves them
     */
    record View(
            @Nullable RoomName current,
            @Nullable RoomName before,
            List<RoomName> rooms,
            Set<RoomName> closed,
            ConnectionState state) {

        /** Whether something can be said and heard in a room. */
        boolean isOpen(RoomName room) {
            return rooms.contains(room) && !closed.contains(room);
        }

        /** What stands before the line being typed. */
        String prompt() {
            String room = current == null ? "(no room)" : current.value();
            return switch (state) {
                case ONLINE -> room + "> ";
                case CONNECTING -> room + " (connecting)> ";
                case RECONNECTING -> room + " (reconnecting)> ";
                case FAILED, CLOSED -> room + " (disconnected)> ";
            };
        }
    }

    private final AtomicReference<View> view =
            new AtomicReference<>(new View(null, null, List.of(), Set.of(), ConnectionState.CONNECTING));
    private final Runnable changed;

    /** @param screen gets a new prompt with every change */
    Place(Screen screen) {
        this.changed = () -> screen.prompt(view().prompt());
    }

    /** @param changed is told of every change. May be called from any thread */
    Place(Runnable changed) {
        this.changed = changed;
    }

    /** All of it at this moment. */
    View view() {
        return Objects.requireNonNull(view.get());
    }

    /** The room that is spoken to, or null for none. */
    @Nullable
    RoomName current() {
        return view().current;
    }

    /** Speaks to this room from now on. */
    void enter(RoomName room) {
        change(view -> {
            RoomName before = room.equals(view.current) ? view.before : view.current;
            return new View(room, before, with(view.rooms, room), view.closed, view.state);
        });
    }

    /**
     * This room is open, whether the person speaks to it or not.
     *
     * @return whether it was not before
     */
    boolean open(RoomName room) {
        boolean opened = !view().isOpen(room);
        change(view -> {
            Set<RoomName> closed = new LinkedHashSet<>(view.closed);
            closed.remove(room);
            return new View(view.current, view.before, with(view.rooms, room), Set.copyOf(closed), view.state);
        });
        return opened;
    }

    /** The server has taken a room away. It keeps its place, so that nothing is said in another one by mistake. */
    void close(RoomName room) {
        change(view -> {
            Set<RoomName> closed = new LinkedHashSet<>(view.closed);
            if (view.rooms.contains(room)) {
                closed.add(room);
            }
            return new View(view.current, view.before, view.rooms, Set.copyOf(closed), view.state);
        });
    }

    /** Is in this room no longer; speaks to the one before it, or else to the one that was joined last of the others. */
    void exit(RoomName room) {
        change(view -> {
            List<RoomName> rooms =
                    view.rooms.stream().filter(other -> !other.equals(room)).toList();
            Set<RoomName> closed = new LinkedHashSet<>(view.closed);
            closed.remove(room);
            RoomName before = view.before != null && rooms.contains(view.before) ? view.before : null;
            RoomName last = rooms.isEmpty() ? null : rooms.get(rooms.size() - 1);
            RoomName next = before == null ? last : before;
            return new View(
                    room.equals(view.current) ? next : view.current, before, rooms, Set.copyOf(closed), view.state);
        });
    }

    /** The connection stands differently. */
    void connection(ConnectionState state) {
        change(view -> new View(view.current, view.before, view.rooms, view.closed, state));
    }

    private static List<RoomName> with(List<RoomName> rooms, RoomName room) {
        if (rooms.contains(room)) {
            return rooms;
        }
        List<RoomName> more = new ArrayList<>(rooms);
        more.add(room);
        return List.copyOf(more);
    }

    private void change(UnaryOperator<View> how) {
        view.updateAndGet(how);
        changed.run();
    }
}
