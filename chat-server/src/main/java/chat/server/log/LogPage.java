// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.LogEntry;
import java.util.List;

/**
 * A part of a room's log.
 *
 * @param entries ascending, without a hole
 * @param complete false if entries that belong at the beginning of the page have left the log
 */
public record LogPage(List<LogEntry> entries, boolean complete) {

    /** Keeps a copy of the list. */
    public LogPage {
        entries = List.copyOf(entries);
    }
}
