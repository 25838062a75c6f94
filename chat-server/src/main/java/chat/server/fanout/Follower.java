// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.server.dialect.WireFormat;
import chat.server.room.Room;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * One connection's following of one room. It is in the {@link LiveGroup}, or it has a {@link CatchUp}, or it has ended.
 * Confined to one event loop.
 */
public final class Follower {

    private final Channel channel;
    private final WireFormat format;
    private final RoomFollowers room;
    private final LiveGroup group;
    private @Nullable CatchUp catchUp;
    private boolean ended;

    Follower(Channel channel, WireFormat format, RoomFollowers room) {
        this.channel = channel;
        this.format = format;
        this.room = room;
        this.group = room.group(format);
    }

    /** The room that is followed. */
    public Room room() {
        return room.fanOut().room();
    }

    /** The connection takes bytes again: goes on reading, if it is behind. To be called when it becomes writable. */
    public void becameWritable() {
        if (catchUp != null) {
            room.audience().wake(this);
        }
    }

    /** Follows no longer; a second call does nothing. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        CatchUp reading = catchUp;
        if (reading == null) {
            group.remove(this);
        } else {
            reading.end();
            catchUp = null;
        }
        room.remove(this);
    }

    /** The number of the last entry that has been written to its connection, or that it had when it began. */
    public long reached() {
        CatchUp reading = catchUp;
        return reading == null ? group.lastSeq() : reading.cursor();
    }

    /** Whether it is in the live group, so that everything delivered there has been written to its connection. */
    public boolean isLive() {
        return !ended && catchUp == null;
    }

    boolean hasEnded() {
        return ended;
    }

    Channel channel() {
        return channel;
    }

    WireFormat format() {
        return format;
    }

    LiveGroup group() {
        return group;
    }

    /** Begins to read the log after a number. */
    void catchUpAfter(long cursor) {
        CatchUp reading = new CatchUp(this, room, cursor);
        catchUp = reading;
        reading.begin();
    }

    /** Everything up to the group's last number has been sent: goes live. */
    void goLive(long cursor) {
        catchUp = null;
        group.add(this, cursor);
    }

    /** Reads on, if it is behind. */
    void pump() {
        if (catchUp != null) {
            catchUp.pump();
        }
    }

    void write(Event event) {
        ByteBuf out = channel.alloc().ioBuffer();
        format.encode(event, out);
        write(out);
    }

    void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
        room.audience().flushLater(channel);
    }
}
