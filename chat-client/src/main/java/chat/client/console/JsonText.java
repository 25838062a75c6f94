// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.codec.EventCodec;
import chat.protocol.line.Visible;
import chat.protocol.message.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Events as one line of JSON each, as the protocol has them. Thread-safe, as it keeps nothing that changes. */
public final class JsonText {

    private final EventCodec codec = new EventCodec();

    /** The event, safe for a terminal too: what a terminal might act on is escaped as JSON allows it. */
    public String of(Event event) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(event, out);
        String json = out.toString(StandardCharsets.UTF_8);
        out.release();
        return Visible.of(json).equals(json) ? json : escaped(json);
    }

    /** All that is hidden stands within strings, as JSON has nothing of it elsewhere. */
    private static String escaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); ) {
            int codePoint = json.codePointAt(i);
            String character = Character.toString(codePoint);
            if (Visible.of(character).equals(character)) {
                escaped.append(character);
            } else {
                character.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
            }
            i += Character.charCount(codePoint);
        }
        return escaped.toString();
    }
}
