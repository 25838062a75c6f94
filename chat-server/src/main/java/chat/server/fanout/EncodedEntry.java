// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.server.dialect.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * An entry with its bytes in each format, encoded when first asked for. Thread-safe: two threads that ask at once may
 * both encode, to the same bytes.
 */
final class EncodedEntry {

    private static final int TYPICAL_BYTES = 256;

    private final LogEntry entry;
    private final AtomicReferenceArray<byte[]> bytes;
    private final Formats formats;
    private final int weight;

    EncodedEntry(LogEntry entry, Formats formats) {
        this.entry = entry;
        this.formats = formats;
        this.bytes = new AtomicReferenceArray<>(formats.count());
        this.weight = TYPICAL_BYTES + textLength(entry) * (1 + formats.count());
    }

    long seq() {
        return entry.seq();
    }

    /** About how much memory it takes, all formats together. */
    int weight() {
        return weight;
    }

    /** The bytes in a format; not to be changed. */
    byte[] in(WireFormat format) {
        int index = formats.indexOf(format);
        byte[] encoded = bytes.get(index);
        if (encoded == null) {
            encoded = encode(entry, format);
            bytes.set(index, encoded);
        }
        return encoded;
    }

    static byte[] encode(Event event, WireFormat format) {
        ByteBuf out = Unpooled.buffer(TYPICAL_BYTES);
        try {
            format.encode(event, out);
            byte[] encoded = new byte[out.readableBytes()];
            out.readBytes(encoded);
            return encoded;
        } finally {
            out.release();
        }
    }

    private static int textLength(LogEntry entry) {
        return switch (entry.type()) {
            case MESSAGE -> ((RoomEvent.Message) entry.event()).text().length();
            case TOPIC -> ((RoomEvent.TopicChanged) entry.event()).text().length();
            default -> 0;
        };
    }
}
