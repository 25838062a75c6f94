// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A follower that is behind and reads the log from its cursor: a page at a time, only while the connection takes bytes
 * (R4). When it is level with its group it goes live (R5). Joining, resuming, slowness and a lost hint all come here.
 * Confined to one event loop.
 */
final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    /** How many pages are written before other work of the loop gets its turn. */
    private static final int PAGES_PER_TURN = 4;

    private final Follower follower;
    private final RoomFollowers room;
    private final LogHead head;
    private long cursor;
    private boolean reading;
    private boolean ended;

    /** @param cursor the last entry that has been sent */
    CatchUp(Follower follower, RoomFollowers room, long cursor) {
        this.follower = follower;
        this.room = room;
        this.head = room.head();
        this.cursor = cursor;
    }

    /** The last entry that has been sent. */
    long cursor() {
        return cursor;
    }

    /** Begins to read, in a turn of its own: it may be in the middle of a delivery now. */
    void begin() {
        room.audience().metrics().followersCatchingUp(1);
        room.audience().wake(follower);
    }

    /** Reads no more. */
    void end() {
        ended = true;
        room.audience().metrics().followersCatchingUp(-1);
    }

    /** Reads on, as far as the connection takes it. */
    void pump() {
        int pages = 0;
        while (!ended && !reading && follower.channel().isWritable()) {
            if (follower.group().isLevelWith(cursor)) {
                end();
                follower.goLive(cursor);
            } else if (cursor >= head.lastSeq()) {
                room.isLevel(follower);
                return;
            } else if (pages++ == PAGES_PER_TURN) {
                room.audience().wake(follower);
                return;
            } else {
                skipExcessiveLag();
                if (!writeFromTail()) {
                    readFromLog();
                }
            }
        }
    }

    private void skipExcessiveLag() {
        long last = head.lastSeq() - room.audience().settings().maxLagEntries();
        if (cursor < last) {
            announceGap(last);
        }
    }

    private boolean writeFromTail() {
        EncodedEntry entry = room.fanOut().recent(cursor + 1);
        if (entry == null) {
            return false;
        }
        FanOutSettings settings = room.audience().settings();
        ByteBuf out = room.audience().buffer(settings.batchBytes());
        int entries = 0;
        // Up to the head and no further: the tail is filled a moment after the head was published, never before.
        while (entry != null && entries < settings.batchEntries() && cursor < head.lastSeq()) {
            byte[] bytes = entry.in(follower.format());
            if (entries > 0 && out.readableBytes() + bytes.length > settings.batchBytes()) {
                break;
            }
            out.writeBytes(bytes);
            cursor = entry.seq();
            entries++;
            entry = room.fanOut().recent(cursor + 1);
        }
        write(out, entries);
        return true;
    }

    private void readFromLog() {
        reading = true;
        FanOutSettings settings = room.audience().settings();
        room.audience()
                .log()
                .read(head, new LogRange.After(cursor), settings.batchEntries(), settings.batchBytes())
                .whenComplete((page, failure) -> room.audience().execute(() -> arrived(page, failure)));
    }

    private void arrived(@Nullable LogPage page, @Nullable Throwable failure) {
        reading = false;
        if (ended) {
            return;
        }
        if (page == null) {
            LOG.debug("{} cannot be read: {}", head, failure == null ? "no page" : failure.getMessage());
            room.couldNotRead(follower);
            return;
        }
        if (!follower.channel().isWritable()) {
            // The connection's other rooms have filled it meanwhile. The page is read again when there is space: kept,
            // there would be one for each room.
            return;
        }
        if (page.entries().isEmpty()) {
            announceGap(head.firstSeq() - 1);
        } else {
            announceGap(page.entries().get(0).seq() - 1);
            write(page.entries());
        }
        pump();
    }

    /** Writes a page, in buffers of the size of a batch: a store does not know how large entries are in a format. */
    private void write(List<LogEntry> page) {
        int written = 0;
        while (written < page.size() && follower.channel().isWritable()) {
            written += writeBatch(page.subList(written, page.size()));
        }
    }

    private int writeBatch(List<LogEntry> page) {
        int maxBytes = room.audience().settings().batchBytes();
        ByteBuf out = room.audience().buffer(maxBytes);
        int entries = 0;
        try {
            for (LogEntry entry : page) {
                int before = out.writerIndex();
                follower.format().encode(entry, out);
                if (entries > 0 && out.writerIndex() > maxBytes) {
                    out.writerIndex(before);
                    break;
                }
                entries++;
            }
        } catch (RuntimeException e) {
            out.release();
            throw e;
        }
        cursor = page.get(entries - 1).seq();
        write(out, entries);
        return entries;
    }

    /** Says that everything after the cursor and up to a number is gone, if there is anything, and goes on behind it. */
    private void announceGap(long last) {
        if (last > cursor) {
            room.audience().metrics().gapAnnounced();
            follower.write(new Event.Gap(head.room(), head.epoch(), cursor + 1, last));
            cursor = last;
        }
    }

    private void write(ByteBuf out, int entries) {
        room.audience().metrics().caughtUp(entries);
        follower.write(out);
    }
}
