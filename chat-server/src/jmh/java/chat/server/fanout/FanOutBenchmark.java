// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.dialect.Dialect;
import chat.server.dialect.framed.FramedDialect;
import chat.server.log.CommitBatch;
import chat.server.metrics.PrometheusMetrics;
import chat.server.metrics.ServerMetrics;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.store.RecordingObserver;
import chat.server.store.memory.MemoryStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A commit of 16 messages of 100 letters on its way from the log's writer to 100 members of a room, who all keep up: from
 * {@link FanOut#committed} until each has been written one buffer and flushed. Nothing of the sockets is in it, and
 * nothing of the hand-over between threads: the event loop is the thread that commits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m"})
public class FanOutBenchmark {

    private static final int MEMBERS = 100;
    private static final int ENTRIES = 16;
    private static final RoomName ROOM = new RoomName("#room");
    private static final long AT = 1_767_225_600_000L;
    private static final AccountName ANN = new AccountName("ann");
    private static final RoomEvent.Message SAID = new RoomEvent.Message(1_234, "x".repeat(100));

    /** As configured by default. */
    private static final FanOutSettings SETTINGS =
            new FanOutSettings(FanOutSettings.DEFAULT_BATCH_ENTRIES, 32 * 1024, 1024, 256 * 1024, Long.MAX_VALUE);

    private final StepLoop loop = new StepLoop();
    private final Dialect dialect = new FramedDialect(64 * 1024);
    private final MemoryStore log = new MemoryStore(1, 1, Clock.systemUTC(), new RecordingObserver());
    private final RoomDirectory rooms = new RoomDirectory(log, 1);
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final FanOut fanOut = new FanOut(
            List.of(loop), List.of(dialect.wireFormat()), log, rooms, SETTINGS, new ServerMetrics(metrics.registry()));
    private final Room room = rooms.open(ROOM).toCompletableFuture().join();
    private final List<SwallowingChannel> channels = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private byte[] encoded = {};

    @Setup
    public void follow() {
        for (int i = 0; i < MEMBERS; i++) {
            SwallowingChannel channel = new SwallowingChannel(i, dialect.handlers(() -> true));
            channels.add(channel);
            followers.add(fanOut.follow(loop, channel, dialect.wireFormat(), room, 0));
        }
        runLoop();
        ByteBuf all = Unpooled.buffer();
        for (int i = 1; i <= ENTRIES; i++) {
            dialect.wireFormat().encode(new LogEntry(ROOM, i, AT, ANN, SAID), all);
        }
        encoded = ByteBufUtil.getBytes(all);
    }

    @Benchmark
    public void sixteenToHundred() {
        long last = room.head().lastSeq();
        List<LogEntry> added = new ArrayList<>(ENTRIES);
        for (int i = 1; i <= ENTRIES; i++) {
            added.add(new LogEntry(ROOM, last + i, AT, ANN, SAID));
        }
        room.head().publish(last + ENTRIES, AT);
        fanOut.committed(
                new CommitBatch(List.of(new CommitBatch.RoomCommit(room.head(), added)), List.of(), System.nanoTime()));
        runLoop();
    }

    /** What of it is Netty's, the channels of this benchmark included: as many bytes to as many channels, already encoded. */
    @Benchmark
    public void bareWritesToHundred() {
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(encoded.length).writeBytes(encoded);
        for (SwallowingChannel channel : channels) {
            channel.write(bytes.retainedDuplicate(), channel.voidPromise());
        }
        bytes.release();
        for (SwallowingChannel channel : channels) {
            channel.flush();
        }
    }

    /** Figures of a room whose members have left, or were written nothing, would be good ones. */
    @TearDown
    public void checkThatAllWasDelivered() {
        long said = room.head().lastSeq();
        long atLeast = said * SAID.text().length();
        for (int i = 0; i < MEMBERS; i++) {
            long swallowed = channels.get(i).swallowedBytes();
            if (!followers.get(i).isLive()
                    || swallowed < atLeast
                    || swallowed != channels.get(0).swallowedBytes()) {
                throw new IllegalStateException("member " + i + " got " + swallowed + " bytes of " + said + " entries");
            }
            channels.get(i).close();
        }
        metrics.close();
    }

    private void runLoop() {
        while (loop.step()) {
            // As long as there is something to do.
        }
    }
}
