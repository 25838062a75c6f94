// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What live clients have seen of a room: a record for each epoch that its log had. */
final class RoomRecords {

    private final RoomName room;
    private final Map<String, LogRecord> byEpoch = new LinkedHashMap<>();
    private final List<String> epochs = new ArrayList<>(1);
    private String epoch = "";

    RoomRecords(RoomName room) {
        this.room = room;
    }

    RoomName room() {
        return room;
    }

    /**
     * Somebody follows the room under an epoch.
     *
     * @param base where the first one began who followed at all; a later log is of interest from its beginning
     */
    LogRecord opened(String newEpoch, long base) {
        LogRecord known = byEpoch.get(newEpoch);
        if (known != null) {
            return known;
        }
        LogRecord record = new LogRecord(byEpoch.isEmpty() ? base : 0);
        byEpoch.put(newEpoch, record);
        epochs.add(newEpoch);
        epoch = newEpoch;
        return record;
    }

    /** The epoch that came last, empty while there is none. */
    String epoch() {
        return epoch;
    }

    /** How many epochs there were. */
    int epochs() {
        return byEpoch.size();
    }

    /** Which of the epochs, counted from 0, or −1. */
    int indexOf(String ofEpoch) {
        return epochs.indexOf(ofEpoch);
    }

    /** What was seen under an epoch; an empty record if nothing was. */
    LogRecord record(String ofEpoch) {
        LogRecord record = byEpoch.get(ofEpoch);
        return record == null ? new LogRecord(0) : record;
    }

    List<LogRecord> all() {
        return List.copyOf(byEpoch.values());
    }
}
