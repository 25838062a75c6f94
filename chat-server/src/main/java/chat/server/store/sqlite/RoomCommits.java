// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.LogEntry;
import chat.server.log.CommitBatch.RoomCommit;
import chat.server.log.LogHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commits of several transactions as those of one. */
final class RoomCommits {

    private RoomCommits() {}

    /** The same entries, each room once. */
    static List<RoomCommit> merged(List<RoomCommit> commits) {
        Map<LogHead, List<LogEntry>> rooms = new LinkedHashMap<>();
        commits.forEach(commit -> rooms.computeIfAbsent(commit.head(), absent -> new ArrayList<>())
                .addAll(commit.entries()));
        List<RoomCommit> merged = new ArrayList<>(rooms.size());
        rooms.forEach((head, entries) -> merged.add(new RoomCommit(head, entries)));
        return merged;
    }
}
