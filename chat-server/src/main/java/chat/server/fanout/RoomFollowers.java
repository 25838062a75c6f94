// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.server.dialect.WireFormat;
import chat.server.log.LogHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Those who follow one room on one event loop. Confined to that loop. */
final class RoomFollowers {

    private final RoomFanOut fanOut;
    private final LoopAudience audience;
    private final Map<WireFormat, LiveGroup> groups = new LinkedHashMap<>(2);
    private final Set<Follower> level = new LinkedHashSet<>();
    private final Set<Follower> retrying = new LinkedHashSet<>();
    private final List<EncodedEntry> collected = new ArrayList<>();
    private int followers;
    private long headAtLastCheck;

    RoomFollowers(RoomFanOut fanOut, LoopAudience audience) {
        this.fanOut = fanOut;
        this.audience = audience;
    }

    RoomFanOut fanOut() {
        return fanOut;
    }

    LogHead head() {
        return fanOut.head();
    }

    LoopAudience audience() {
        return audience;
    }

    LiveGroup group(WireFormat format) {
        return groups.computeIfAbsent(format, absent -> new LiveGroup(absent, this));
    }

    void add() {
        followers++;
    }

    void remove(Follower follower) {
        level.remove(follower);
        retrying.remove(follower);
        followers--;
        if (followers == 0) {
            audience.nobodyFollows(this);
        }
    }

    /** Has read all there was, but must wait for its group: to be looked at after the next delivery (R5). */
    void isLevel(Follower follower) {
        level.add(follower);
    }

    /** Could not read the log: to be looked at after a while. */
    void couldNotRead(Follower follower) {
        retrying.add(follower);
    }

    /** Takes new entries, to deliver them with others that have come by then. */
    void collect(List<EncodedEntry> entries) {
        if (!collected.isEmpty()
                && entries.get(0).seq() != collected.get(collected.size() - 1).seq() + 1) {
            write();
        }
        collected.addAll(entries);
    }

    /** Writes what has been collected to the members. */
    void write() {
        if (collected.isEmpty()) {
            return;
        }
        try {
            for (LiveGroup group : groups.values()) {
                group.deliver(collected);
            }
        } finally {
            // What one group could not write must not come again with the next batch: R8 sees what is missing.
            collected.clear();
        }
    }

    /** Sends the members what has been written to them, then lets those in who wait for the group to come level. */
    void flush() {
        groups.values().forEach(LiveGroup::flush);
        pump(level);
    }

    void broadcast(Event event) {
        groups.values().forEach(group -> group.broadcast(event));
    }

    /**
     * Finds out whether the hint to the last entries was lost, which nothing else can notice (R8). Called every second; a
     * head that the groups had not reached a second ago has been missed.
     */
    void check() {
        for (LiveGroup group : groups.values()) {
            group.leaveIfBehind(headAtLastCheck);
        }
        headAtLastCheck = head().lastSeq();
        pump(level);
        pump(retrying);
    }

    private static void pump(Set<Follower> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Follower> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Follower::pump);
    }
}
