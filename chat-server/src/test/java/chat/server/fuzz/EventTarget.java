// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.protocol.codec.EventCodec;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The JSON that a server sends a client: read or rejected, nothing else; and what was read is read again the same. */
public final class EventTarget {

    private static final EventCodec CODEC = new EventCodec();

    private EventTarget() {}

    /** @param payload a frame without its length */
    public static void fuzzerTestOneInput(byte[] payload) {
        Event event;
        try {
            event = CODEC.decode(Unpooled.wrappedBuffer(payload));
        } catch (RejectedException e) {
            return;
        }
        if (hasUnrecognised(event)) {
            // Of what a newer server sends only the type is known: there is nothing to write it again from.
            return;
        }
        ByteBuf again = Unpooled.buffer();
        CODEC.encode(event, again);
        Same.require(event, CODEC.decode(again));
    }

    private static boolean hasUnrecognised(Event event) {
        return event instanceof Event.Unrecognised
                || (event instanceof LogEntry entry && entry.event() instanceof RoomEvent.Unrecognised)
                || (event instanceof Event.Page page && page.entries().stream().anyMatch(EventTarget::hasUnrecognised));
    }
}
