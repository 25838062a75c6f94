// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.LogEntry;
import java.util.List;

/**
 * What one commit made durable.
 *
 * @param rooms each room once, with its new entries
 * @param acknowledgements what is to be told to those who appended, in the order of their appends
 * @param committedNanos when, by {@link System#nanoTime}
 */
public record CommitBatch(List<RoomCommit> rooms, List<Acknowledgement> acknowledgements, long committedNanos) {

    /**
     * The new entries of one room.
     *
     * @param entries at least one, ascending, without a hole
     */
    public record RoomCommit(LogHead head, List<LogEntry> entries) {}
}
