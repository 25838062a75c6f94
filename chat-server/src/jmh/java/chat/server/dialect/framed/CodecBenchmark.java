// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.framed;

import chat.protocol.codec.CommandCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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

/** A message of 100 letters from its frame and into its frame, in memory as sockets have it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m"})
public class CodecBenchmark {

    private static final RoomName ROOM = new RoomName("#room");
    private static final String TEXT = "x".repeat(100);
    private static final int MAX_FRAME_BYTES = 64 * 1024;

    private final FramedDecoder decoder = new FramedDecoder(new CommandCodec(), MAX_FRAME_BYTES, () -> true);
    private final FramedFormat format = new FramedFormat();
    private final LogEntry entry =
            new LogEntry(ROOM, 123_456, 1_767_225_600_000L, new AccountName("ann"), new RoomEvent.Message(1_234, TEXT));
    private final ByteBuf sent = ByteBufAllocator.DEFAULT.directBuffer();
    private final ByteBuf shown = ByteBufAllocator.DEFAULT.directBuffer();

    @Setup
    public void writeCommand() {
        Command.Send send = new Command.Send("1234", ROOM, TEXT, 1_234L);
        int begin = Framing.begin(sent);
        new CommandCodec().encode(send, sent);
        Framing.end(sent, begin);
        if (!send.equals(decodeSend())) {
            throw new IllegalStateException("what was decoded is not what was sent");
        }
    }

    @TearDown
    public void release() {
        sent.release();
        shown.release();
    }

    @Benchmark
    public Object decodeSend() {
        return decoder.decode(sent.readerIndex(0));
    }

    @Benchmark
    public ByteBuf encodeMessage() {
        format.encode(entry, shown.clear());
        return shown;
    }
}
