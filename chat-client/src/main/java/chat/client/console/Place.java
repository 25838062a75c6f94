// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ConnectionState;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the person is: the rooms, the one that is spoken to, and how the connection stands. Thread-safe. */
final class Place {

    /**
     * All of it at one moment.
     *
     * @param current the room that is spoken to, or null for none
     * @param rooms the rooms that are followed, in the order in which they were joined
     */
    record View(@Nullable RoomName current, List<RoomName> rooms, ConnectionState state) {

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
            new AtomicReference<>(new View(null, List.of(), ConnectionState.CONNECTING));
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
        change(before -> {
            List<RoomName> rooms = new ArrayList<>(before.rooms);
            if (!rooms.contains(room)) {
                rooms.add(room);
            }
            return new View(room, List.copyOf(rooms), before.state);
        });
    }

    /** Is in this room no longer; speaks to the one that was joined last of the others. */
    void exit(RoomName room) {
        change(before -> {
            List<RoomName> rooms =
                    before.rooms.stream().filter(other -> !other.equals(room)).toList();
            RoomName last = rooms.isEmpty() ? null : rooms.get(rooms.size() - 1);
            return new View(room.equals(before.current) ? last : before.current, rooms, before.state);
        });
    }

    /** The connection stands differently. */
    void connection(ConnectionState state) {
        change(before -> new View(before.current, before.rooms, state));
    }

    private void change(UnaryOperator<View> how) {
        view.updateAndGet(how);
        changed.run();
    }
}
