// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import io.netty.buffer.ByteBuf;

/** {@link Event} to JSON and back. Thread-safe. */
public final class EventCodec {

    private final EventReader reader = new EventReader();

    /**
     * Reads an event. Unknown fields are ignored; an unknown type with {@code room}, {@code seq}, {@code at} and {@code
     * from} becomes an entry with an unrecognised event, any other an {@link Event.Unrecognised}.
     *
     * @param payload one frame without its length; its indices stay, and nothing of it is kept
     * @throws RejectedException and nothing else, if the payload is no event
     */
    public Event decode(ByteBuf payload) {
        return reader.read(payload);
    }

    /**
     * Writes an event as one JSON object, {@code type} first.
     *
     * @param out where to; grows as needed
     */
    public void encode(Event event, ByteBuf out) {
        JsonWriter json = new JsonWriter();
        EventWriter.write(event, json);
        json.writeTo(out);
    }
}
