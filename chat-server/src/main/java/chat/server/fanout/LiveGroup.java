// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.server.dialect.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those who follow a room in one format and keep up. Each has been sent exactly the entries up to {@link #lastSeq} (R1),
 * so that one buffer serves all. Confined to one event loop.
 */
final class LiveGroup {

    private final WireFormat format;
    private final RoomFollowers room;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<Channel, Follower> members = new LinkedHashMap<>();
    private final List<Follower> leavers = new ArrayList<>();
    private long lastSeq;

    LiveGroup(WireFormat format, RoomFollowers room) {
        this.format = format;
        this.room = room;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The last entry that every member has been sent; of no meaning while the group is empty. */
    long lastSeq() {
        return lastSeq;
    }

    /** Whether a follower with this cursor has exactly what the members have. */
    boolean isLevelWith(long cursor) {
        return isEmpty() ? cursor == room.head().lastSeq() : cursor == lastSeq;
    }

    void add(Follower follower, long cursor) {
        lastSeq = cursor;
        members.put(follower.channel(), follower);
        channels.add(follower.channel());
        room.audience().metrics().followersLive(1);
    }

    void remove(Follower follower) {
        if (members.remove(follower.channel()) != null) {
            channels.remove(follower.channel());
            room.audience().metrics().followersLive(-1);
        }
    }

    /** Writes consecutive entries to the members, in as few buffers as the bounds allow (R2, R3). */
    void deliver(List<EncodedEntry> entries) {
        if (isEmpty() || entries.get(entries.size() - 1).seq() <= lastSeq) {
            return;
        }
        long first = entries.get(0).seq();
        if (first != lastSeq + 1) {
            if (first > lastSeq + 1) {
                room.audience().metrics().hintLost();
            }
            everyoneLeaves();
            return;
        }
        FanOutSettings settings = room.audience().settings();
        int from = 0;
        while (from < entries.size() && !isEmpty()) {
            int to = from;
            int bytes = 0;
            while (to < entries.size() && to - from < settings.batchEntries()) {
                int size = entries.get(to).in(format).length;
                if (to > from && bytes + size > settings.batchBytes()) {
                    break;
                }
                bytes += size;
                to++;
            }
            if (from > 0) {
                // Or a burst of more than fits in a connection would make even those leave who read it all.
                flush();
            }
            deliver(entries.subList(from, to), bytes);
            from = to;
        }
    }

    private void deliver(List<EncodedEntry> batch, int size) {
        long first = batch.get(0).seq();
        ByteBuf bytes = room.audience().buffer(size);
        batch.forEach(entry -> bytes.writeBytes(entry.in(format)));
        write(bytes, batch.size());
        lastSeq = batch.get(batch.size() - 1).seq();
        for (Follower leaver : leavers) {
            room.audience().metrics().followerTooSlow();
            leave(leaver, first - 1);
        }
        leavers.clear();
    }

    /** Shows something that is in no log; members that are not writable miss it. */
    void broadcast(Event event) {
        if (isEmpty()) {
            return;
        }
        byte[] encoded = EncodedEntry.encode(event, format);
        if (encoded.length > 0) {
            write(room.audience().buffer(encoded.length).writeBytes(encoded), 0);
            leavers.clear();
            flush();
        }
    }

    /** Sends the members what has been written to them. */
    void flush() {
        if (!isEmpty()) {
            channels.flush();
        }
    }

    /** Everybody reads the log, if the group does not have an entry that was there some time ago. */
    void leaveIfBehind(long headSomeTimeAgo) {
        if (!isEmpty() && lastSeq < headSomeTimeAgo) {
            room.audience().metrics().hintLost();
            everyoneLeaves();
        }
    }

    private void write(ByteBuf bytes, int entries) {
        // The matcher collects who cannot take it; they leave only when the iteration is over (R3).
        channels.write(bytes, this::keepsUp, true);
        room.audience().delivered((long) (members.size() - leavers.size()) * entries);
    }

    private boolean keepsUp(Channel channel) {
        if (channel.isWritable()) {
            return true;
        }
        Follower follower = members.get(channel);
        if (follower != null) {
            leavers.add(follower);
        }
        return false;
    }

    private void everyoneLeaves() {
        List.copyOf(members.values()).forEach(member -> leave(member, lastSeq));
    }

    private void leave(Follower follower, long cursor) {
        remove(follower);
        // The group's flush passes it by now; what was written to it before must leave all the same.
        room.audience().flushLater(follower.channel());
        follower.catchUpAfter(cursor);
    }
}
