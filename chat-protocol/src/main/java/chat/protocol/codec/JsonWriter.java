// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into a buffer, without white space, in UTF-8, escaping only what JSON wants escaped. Half of a surrogate
 * pair becomes a question mark, since UTF-8 has no form for it. Lives for one call; the caller closes what it opens.
 */
final class JsonWriter {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final ByteBuf out;
    private boolean needsComma;

    JsonWriter(ByteBuf out) {
        this.out = out;
    }

    /** Opens an object, in an array or as the whole document. */
    JsonWriter open() {
        return open('{');
    }

    /** Opens an object as the value of a field. */
    JsonWriter open(String name) {
        return name(name).open('{');
    }

    JsonWriter close() {
        return close('}');
    }

    /** Opens an array as the value of a field. */
    JsonWriter openArray(String name) {
        return name(name).open('[');
    }

    JsonWriter closeArray() {
        return close(']');
    }

    JsonWriter field(String name, String value) {
        name(name).string(value);
        return this;
    }

    /** Writes the field unless the value is null. */
    JsonWriter optionalField(String name, @Nullable String value) {
        return value == null ? this : field(name, value);
    }

    JsonWriter field(String name, long value) {
        name(name);
        ByteBufUtil.writeAscii(out, Long.toString(value));
        needsComma = true;
        return this;
    }

    /** Writes the field unless the value is null. */
    JsonWriter optionalField(String name, @Nullable Long value) {
        return value == null ? this : field(name, value.longValue());
    }

    JsonWriter field(String name, boolean value) {
        name(name);
        ByteBufUtil.writeAscii(out, value ? "true" : "false");
        needsComma = true;
        return this;
    }

    private JsonWriter open(char bracket) {
        comma();
        out.writeByte(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.writeByte(bracket);
        needsComma = true;
        return this;
    }

    /** Names are ours and need no escapes. */
    private JsonWriter name(String name) {
        comma();
        out.writeByte('"');
        ByteBufUtil.writeAscii(out, name);
        out.writeByte('"').writeByte(':');
        needsComma = false;
        return this;
    }

    private void comma() {
        if (needsComma) {
            out.writeByte(',');
        }
    }

    private void string(String value) {
        out.writeByte('"');
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                ByteBufUtil.writeUtf8(out, value, written, i);
                escape(c);
                written = i + 1;
            }
        }
        ByteBufUtil.writeUtf8(out, value, written, value.length());
        out.writeByte('"');
        needsComma = true;
    }

    private void escape(char c) {
        out.writeByte('\\');
        switch (c) {
            case '"', '\\' -> out.writeByte(c);
            case '\n' -> out.writeByte('n');
            case '\r' -> out.writeByte('r');
            case '\t' -> out.writeByte('t');
            default -> {
                ByteBufUtil.writeAscii(out, "u00");
                out.writeByte(HEX[c >> 4]).writeByte(HEX[c & 0xF]);
            }
        }
    }
}
