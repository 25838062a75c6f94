// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.protocol.codec.CommandCodec;
import chat.protocol.codec.EventCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.Command;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An event loop and what the connections on it share. Confined to that loop, but for {@link #loop} and {@link #hasHeard}. */
final class Lane {

    private static final int READ_BYTES = 128 * 1024;
    /** How much may wait for a server that does not read. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(2 << 20, 4 << 20);

    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final CommandCodec COMMANDS = new CommandCodec();

    private final EventLoop loop;
    private final Tally tally;
    private final Tally slowTally;
    private final FrameScanner scanner;
    private final FrameCutter.Table table = new FrameCutter.Table();
    private final EventCodec events = new EventCodec();
    private final List<Member> members = new ArrayList<>();
    private final long zeroNanos;
    private volatile boolean heard;

    /**
     * @param due which messages count for the latency
     * @param speakers who sends, by their numbers
     * @param allSpeakers how many they will be
     * @param zeroNanos the beginning of the run, from which times are counted
     */
    Lane(EventLoop loop, DueWindow due, List<Speaker> speakers, int allSpeakers, Stamp stamp, long zeroNanos) {
        this.loop = loop;
        this.tally = new Tally(due, speakers, allSpeakers);
        this.slowTally = new Tally(due, List.of(), 0);
        this.scanner = new FrameScanner(stamp);
        this.zeroNanos = zeroNanos;
    }

    EventLoop loop() {
        return loop;
    }

    /** Of those who read all the time. */
    Tally tally() {
        return tally;
    }

    /** Of those who do not. */
    Tally slowTally() {
        return slowTally;
    }

    FrameScanner scanner() {
        return scanner;
    }

    FrameCutter.Table table() {
        return table;
    }

    EventCodec events() {
        return events;
    }

    /** Something came from the server. */
    void heard() {
        if (!heard) {
            heard = true;
        }
    }

    /** Whether anything ever came from the server. Thread-safe. */
    boolean hasHeard() {
        return heard;
    }

    /** The time since the beginning of the run. */
    long nanos() {
        return System.nanoTime() - zeroNanos;
    }

    /** The time since the beginning of the run of a moment by {@link System#nanoTime}. */
    long nanos(long nanoTime) {
        return nanoTime - zeroNanos;
    }

    /** A connection on this loop, still without a handler. */
    Bootstrap bootstrap() {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
    }

    /** Appends a command as a frame. */
    static void frame(Command command, ByteBuf out) {
        int begin = Framing.begin(out);
        COMMANDS.encode(command, out);
        Framing.end(out, begin);
    }

    /** A member lives here from now on. */
    void add(Member member) {
        members.add(member);
    }

    /** Has those say something who have been silent for so long that the server might take them for dead. */
    void keepAlive() {
        loop.scheduleWithFixedDelay(
                () -> {
                    long silentSince = System.nanoTime() - HEARTBEAT.toNanos();
                    members.forEach(member -> member.pingIfSilentSince(silentSince));
                },
                1,
                1,
                TimeUnit.SECONDS);
    }
}
