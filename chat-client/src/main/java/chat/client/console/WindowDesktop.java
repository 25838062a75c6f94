// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.console.window.Alert;
import chat.client.console.window.Rooms;
import chat.client.console.window.Secrecy;
import chat.client.console.window.Unfinished;
import chat.client.state.Desk;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The desktop of the window. Thread-safe. */
final class WindowDesktop implements Desktop {

    private final Rooms rooms;
    private final Place place;

    WindowDesktop(Rooms rooms, Place place) {
        this.rooms = rooms;
        this.place = place;
    }

    @Override
    public void lay(Desk kept) {
        // A word of a later version is no reason to stay away.
        rooms.restore(new Unfinished(kept.drafts(), each(kept.alerts(), Alert::ofWord), kept.lines()));
    }

    @Override
    public Desk desk() {
        Unfinished left = rooms.unfinished();
        List<String> lines =
                left.lines().stream().filter(WindowDesktop::mayBeKept).toList();
        return new Desk(
                place.view().rooms(),
                each(left.drafts(), draft -> mayBeKept(draft) ? draft : null),
                each(left.alerts(), Alert::word),
                lines);
    }

    /** A command that there is not may be one with a password, misspelt or not yet spelt to its end. */
    private static boolean mayBeKept(String line) {
        return !Secrecy.isOf(line) && !(TypedLine.of(line.strip()) instanceof TypedLine.Unknown);
    }

    private static <A, B> Map<RoomName, B> each(Map<RoomName, A> map, Function<A, @Nullable B> how) {
        Map<RoomName, B> result = new TreeMap<>();
        map.forEach((room, value) -> {
            B other = how.apply(value);
            if (other != null) {
                result.put(room, other);
            }
        });
        return result;
    }
}
