// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import chat.server.dialect.WireFormat;
import chat.server.log.Acknowledgement;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import chat.server.log.RoomLog;
import chat.server.metrics.ServerMetrics;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Takes what was committed to the event loops whose connections want to know: acknowledgements to those who appended,
 * entries to those who follow the room.
 *
 * <p>Thread-safe. {@link #committed} is called by the log's writer thread alone and gives each loop that has to do with a
 * batch one task.
 */
public final class FanOut implements CommitListener {

    private final ConcurrentHashMap<RoomName, RoomFanOut> followed = new ConcurrentHashMap<>();
    private final IdentityHashMap<Executor, LoopAudience> audiences = new IdentityHashMap<>();
    private final RoomDirectory rooms;
    private final Formats formats;
    private final FanOutSettings settings;

    /**
     * @param loops all event loops on which there are connections
     * @param formats all formats in which entries are shown
     * @param log where followers read that are behind
     * @param rooms kept up to date with what is committed
     */
    public FanOut(
            List<? extends Executor> loops,
            List<WireFormat> formats,
            RoomLog log,
            RoomDirectory rooms,
            FanOutSettings settings,
            ServerMetrics metrics) {
        this.formats = new Formats(formats);
        this.rooms = rooms;
        this.settings = settings;
        loops.forEach(loop -> audiences.put(loop, new LoopAudience(loop, log, settings, metrics)));
    }

    /** The audience of a loop, on which everything else happens. */
    public LoopAudience audienceOf(Executor loop) {
        LoopAudience audience = audiences.get(loop);
        if (audience == null) {
            throw new IllegalArgumentException("not an event loop of this server");
        }
        return audience;
    }

    @Override
    public void committed(CommitBatch batch) {
        IdentityHashMap<LoopAudience, LoopBatch> batches = new IdentityHashMap<>(audiences.size());
        for (Acknowledgement acknowledgement : batch.acknowledgements()) {
            LoopAudience audience = audiences.get(acknowledgement.home());
            if (audience == null) {
                acknowledgement.home().execute(acknowledgement::give);
            } else {
                batchOf(batches, audience, batch).acknowledgements().add(acknowledgement);
            }
        }
        for (CommitBatch.RoomCommit commit : batch.rooms()) {
            spread(commit, batch, batches);
        }
        batches.forEach(LoopAudience::offer);
    }

    @Override
    public void rewritten(RoomName room) {
        RoomFanOut fanOut = followed.get(room);
        if (fanOut != null) {
            fanOut.forgetRecent();
        }
    }

    /** Shows something that is in no log, such as presence, to those who follow a room and keep up. Thread-safe. */
    public void broadcast(RoomName room, Event event) {
        RoomFanOut fanOut = followed.get(room);
        if (fanOut != null) {
            fanOut.audiences().forEach(audience -> audience.offerBroadcast(fanOut, event));
        }
    }

    /**
     * Begins to follow a room: everything after an entry is written to the connection, then whatever is committed. To be
     * called on the connection's loop.
     *
     * @param loop the connection's
     * @param format how it wants entries
     * @param cursor the last entry that the connection has, 0 for none
     */
    public Follower follow(Executor loop, Channel channel, WireFormat format, Room room, long cursor) {
        return audienceOf(loop).follow(channel, format, of(room), cursor);
    }

    /** The room as the fan-out sees it. */
    RoomFanOut of(Room room) {
        return followed.computeIfAbsent(room.name(), name -> new RoomFanOut(room, settings));
    }

    private void spread(
            CommitBatch.RoomCommit commit, CommitBatch batch, IdentityHashMap<LoopAudience, LoopBatch> batches) {
        RoomName name = commit.head().room();
        Room room = rooms.find(name);
        if (room != null) {
            room.apply(commit.entries());
        }
        RoomFanOut fanOut = followed.get(name);
        if (fanOut == null) {
            return;
        }
        // After the head was published (R6): who registers from now on reads a head that covers this commit.
        List<LoopAudience> listening = fanOut.audiences();
        if (listening.isEmpty()) {
            return;
        }
        List<EncodedEntry> entries = new ArrayList<>(commit.entries().size());
        commit.entries().forEach(entry -> entries.add(new EncodedEntry(entry, formats)));
        fanOut.keep(entries);
        for (LoopAudience audience : listening) {
            batchOf(batches, audience, batch).deliveries().add(new LoopBatch.Delivery(fanOut, entries));
        }
    }

    private static LoopBatch batchOf(
            IdentityHashMap<LoopAudience, LoopBatch> batches, LoopAudience audience, CommitBatch batch) {
        return batches.computeIfAbsent(audience, absent -> new LoopBatch(batch.committedNanos()));
    }
}
