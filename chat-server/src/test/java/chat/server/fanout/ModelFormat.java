// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.dialect.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What the model writes on the wire: for each event a kind, a room, two numbers and a text, so that a test can tell from
 * bytes alone what a connection was told.
 */
final class ModelFormat implements WireFormat {

    static final byte ENTRY = 'E';
    static final byte GAP = 'G';
    static final byte MARK = 'M';
    static final byte OTHER = 'O';

    /** A frame without its text: kind, room, two numbers, length of the text. */
    static final int HEADER_BYTES = 22;

    /** One event, read back. */
    record Frame(byte kind, int room, long first, long second, String text) {
        int bytes(ModelFormat format) {
            return HEADER_BYTES + text.length() * format.repeats;
        }
    }

    private final String name;
    private final int repeats;

    /** @param repeats how many times a text is written, so that formats differ in their sizes */
    ModelFormat(String name, int repeats) {
        this.name = name;
        this.repeats = repeats;
    }

    static RoomName roomName(int room) {
        return new RoomName("#r" + room);
    }

    static int roomIndex(RoomName room) {
        return Integer.parseInt(room.value().substring(2));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void encode(Event event, ByteBuf out) {
        if (event instanceof LogEntry entry) {
            String text = ((RoomEvent.Message) entry.event()).text();
            frame(new Frame(ENTRY, roomIndex(entry.room()), entry.seq(), entry.atMillis(), text), out);
        } else if (event instanceof Event.Gap gap) {
            frame(new Frame(GAP, roomIndex(gap.room()), gap.from(), gap.to(), ""), out);
        } else if (event instanceof Event.Joined joined) {
            frame(new Frame(MARK, roomIndex(joined.room()), Long.parseLong(joined.ref()), 0, ""), out);
        } else {
            frame(new Frame(OTHER, 0, 0, 0, ""), out);
        }
    }

    private void frame(Frame frame, ByteBuf out) {
        byte[] text = frame.text().repeat(repeats).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + text.length)
                .put(frame.kind())
                .put((byte) frame.room())
                .putLong(frame.first())
                .putLong(frame.second())
                .putInt(frame.text().length())
                .put(text);
        // At once, as the leak detector of the tests notes every call.
        out.writeBytes(bytes.flip());
    }

    /** Reads frames back out of a stream of bytes. */
    final class Reader {

        private final ByteBuf bytes = Unpooled.buffer();
        private final Consumer<Frame> frames;

        Reader(Consumer<Frame> frames) {
            this.frames = frames;
        }

        void read(ByteBuf in, int count) {
            bytes.writeBytes(in, in.readerIndex(), count);
            while (bytes.readableBytes() >= HEADER_BYTES) {
                int length = bytes.getInt(bytes.readerIndex() + HEADER_BYTES - Integer.BYTES);
                if (bytes.readableBytes() < HEADER_BYTES + length * repeats) {
                    break;
                }
                byte kind = bytes.readByte();
                int room = bytes.readByte();
                long first = bytes.readLong();
                long second = bytes.readLong();
                bytes.skipBytes(Integer.BYTES);
                String text = bytes.readCharSequence(length, StandardCharsets.US_ASCII)
                        .toString();
                bytes.skipBytes(length * (repeats - 1));
                frames.accept(new Frame(kind, room, first, second, text));
            }
            bytes.discardReadBytes();
        }
    }
}
