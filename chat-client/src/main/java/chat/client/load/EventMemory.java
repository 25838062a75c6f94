// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.codec.EventCodec;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of payloads, and remembers those of the newest entries: every client is sent the same bytes, and reading JSON
 * is nearly all that a live client costs. What is remembered is only used for a payload that is the same in every byte, so
 * nothing is taken on trust. Takes a bounded amount of memory. Confined to one event loop, whose connections share it.
 */
final class EventMemory {

    private static final int SLOTS = 4096;
    private static final int MAX_BYTES = 2048;

    private record Known(ByteBuf payload, Event event) {}

    private final EventCodec codec = new EventCodec();
    private final @Nullable Known[] slots = new Known[SLOTS];

    /**
     * Reads an event.
     *
     * @throws RejectedException if the payload is no event
     */
    Event decode(ByteBuf payload) {
        if (payload.readableBytes() > MAX_BYTES) {
            return codec.decode(payload);
        }
        int slot = ByteBufUtil.hashCode(payload) & (SLOTS - 1);
        Known known = slots[slot];
        if (known != null && ByteBufUtil.equals(known.payload(), payload)) {
            return known.event();
        }
        Event event = codec.decode(payload);
        if (event instanceof LogEntry) {
            slots[slot] = new Known(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(payload)), event);
        }
        return event;
    }
}
