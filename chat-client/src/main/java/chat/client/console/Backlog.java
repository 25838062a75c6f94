// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import java.util.ArrayDeque;
import java.util.List;

/** The end of what was missed in a room: as much of it as a person may want to see at once. Confined to the event loop. */
final class Backlog {

    /** How many entries are shown at most. */
    static final int SHOWN = 200;

    private final ArrayDeque<LogEntry> held = new ArrayDeque<>();

    private long entries;
    private long leftOut;

    /** One more was missed. */
    void add(LogEntry entry) {
        entries++;
        held.add(entry);
        if (held.size() > SHOWN && held.remove().event() instanceof RoomEvent.Message) {
            leftOut++;
        }
    }

    /** How many entries there were. */
    long entries() {
        return entries;
    }

    /** How many messages are not among those that are held. */
    long leftOut() {
        return leftOut;
    }

    /** What is to be shown. */
    List<LogEntry> held() {
        return List.copyOf(held);
    }
}
