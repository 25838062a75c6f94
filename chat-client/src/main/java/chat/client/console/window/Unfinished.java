// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Map;

/**
 * What a person leaves in the window, and finds there again.
 *
 * @param drafts what is being typed in a room, where it is anything
 * @param alerts of what in a room they want to hear, where it is anything
 * @param lines what they typed before, the latest last
 */
public record Unfinished(Map<RoomName, String> drafts, Map<RoomName, Alert> alerts, List<String> lines) {

    /** Keeps copies. */
    public Unfinished {
        drafts = Map.copyOf(drafts);
        alerts = Map.copyOf(alerts);
        lines = List.copyOf(lines);
    }
}
