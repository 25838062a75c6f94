// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.presence;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.PresenceState;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is in one room, and what they were called when that was last told. Changed by one thread at a time, which {@link
 * Presence} sees to; read by any.
 */
final class RoomPresence {

    private record Here(AccountName name, int connections) {}

    private record Before(@Nullable AccountName name) {}

    private final ConcurrentHashMap<String, Here> people = new ConcurrentHashMap<>();
    private final Map<String, Before> changed = new LinkedHashMap<>();

    void entered(String who, AccountName name) {
        Here here = people.get(who);
        note(who, here);
        people.put(who, new Here(name, here == null ? 1 : here.connections + 1));
    }

    void left(String who) {
        Here here = people.get(who);
        if (here == null) {
            return;
        }
        note(who, here);
        if (here.connections == 1) {
            people.remove(who);
        } else {
            people.put(who, new Here(here.name, here.connections - 1));
        }
    }

    void renamed(String who, AccountName name) {
        Here here = people.get(who);
        if (here != null) {
            note(who, here);
            people.put(who, new Here(name, here.connections));
        }
    }

    List<AccountName> names() {
        return people.values().stream().map(Here::name).sorted().toList();
    }

    int size() {
        return people.size();
    }

    boolean isForgettable() {
        return people.isEmpty() && changed.isEmpty();
    }

    /** What is different from the last time, and forgets that it is. */
    List<Event.Presence> changes(RoomName room, int maxToldPeople) {
        if (changed.isEmpty()) {
            return List.of();
        }
        List<Event.Presence> changes = new ArrayList<>();
        if (people.size() <= maxToldPeople) {
            changed.forEach((who, before) -> {
                Event.Presence change = change(room, before.name, people.get(who));
                if (change != null) {
                    changes.add(change);
                }
            });
        }
        changed.clear();
        return changes;
    }

    private static Event.@Nullable Presence change(RoomName room, @Nullable AccountName before, @Nullable Here here) {
        if (here == null) {
            return before == null ? null : new Event.Presence(room, before, PresenceState.OFFLINE, null);
        }
        if (before == null) {
            return new Event.Presence(room, here.name, PresenceState.ONLINE, null);
        }
        boolean sameSpelling = before.value().equals(here.name.value());
        return sameSpelling ? null : new Event.Presence(room, here.name, PresenceState.ONLINE, before);
    }

    private void note(String who, @Nullable Here here) {
        changed.putIfAbsent(who, new Before(here == null ? null : here.name));
    }
}
