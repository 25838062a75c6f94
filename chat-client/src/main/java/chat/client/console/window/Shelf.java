// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.RoomName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What waits for rooms that have not been entered yet: drafts and alerts of the last time. Guarded by the lock of the rooms. */
final class Shelf {

    private final Map<RoomName, String> drafts = new HashMap<>();
    private final Map<RoomName, Alert> alerts = new HashMap<>();

    void put(Unfinished left) {
        drafts.putAll(left.drafts());
        alerts.putAll(left.alerts());
    }

    /** Gives a room what waits for it. */
    RoomView into(RoomView room) {
        String draft = drafts.remove(room.name());
        if (draft != null) {
            room.editor().set(draft);
        }
        Alert alert = alerts.remove(room.name());
        if (alert != null) {
            room.alert(alert);
        }
        return room;
    }

    /** What rooms have, and what still waits. */
    Unfinished with(Collection<RoomView> rooms, List<String> lines) {
        Map<RoomName, String> texts = new HashMap<>(drafts);
        Map<RoomName, Alert> chosen = new HashMap<>(alerts);
        for (RoomView room : rooms) {
            if (!room.editor().isEmpty()) {
                texts.put(room.name(), room.editor().text());
            }
            if (room.alert() != Alert.OFF) {
                chosen.put(room.name(), room.alert());
            }
        }
        return new Unfinished(texts, chosen, lines);
    }
}
