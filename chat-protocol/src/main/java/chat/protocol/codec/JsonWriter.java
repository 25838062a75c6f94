// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, without white space, in UTF-8, escaping only what JSON wants escaped. Half of a surrogate pair becomes a
 * question mark, since UTF-8 has no form for it. Lives for one call; the caller closes what it opens.
 *
 * <p>It gathers bytes in an array of its own and hands them over at the end: a buffer's bounds and references would be
 * checked with each byte, which took most of the time.
 */
final class JsonWriter {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int TYPICAL_BYTES = 256;
    private static final int MAX_LONG_DIGITS = 20;
    /** What one UTF-16 unit can become: {@code \\u001f}, or three bytes of UTF-8. */
    private static final int MAX_BYTES_OF_CHAR = 6;

    private byte[] bytes = new byte[TYPICAL_BYTES];
    private int length;
    private boolean needsComma;

    /** Appends what has been written to a buffer. */
    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
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
        name(name).number(value);
        return this;
    }

    /** Writes the field unless the value is null. */
    JsonWriter optionalField(String name, @Nullable Long value) {
        return value == null ? this : field(name, value.longValue());
    }

    JsonWriter field(String name, boolean value) {
        name(name).ascii(value ? "true" : "false");
        needsComma = true;
        return this;
    }

    private JsonWriter open(char bracket) {
        ensureSpace(2);
        comma();
        put(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        ensureSpace(1);
        put(bracket);
        needsComma = true;
        return this;
    }

    /** Names are ours and need no escapes. */
    private JsonWriter name(String name) {
        ensureSpace(4);
        comma();
        put('"');
        ascii(name);
        ensureSpace(2);
        put('"');
        put(':');
        needsComma = false;
        return this;
    }

    private void comma() {
        if (needsComma) {
            put(',');
        }
    }

    private void ascii(String value) {
        ensureSpace(value.length());
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < value.length(); i++) {
            to[at++] = (byte) value.charAt(i);
        }
        length = at;
    }

    private void number(long value) {
        needsComma = true;
        if (value < 0) {
            ascii(Long.toString(value));
            return;
        }
        ensureSpace(MAX_LONG_DIGITS);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void string(String value) {
        ensureSpace(value.length() + 2);
        put('"');
        for (int i = plain(value, 0); i < value.length(); i = plain(value, i)) {
            // As much as this one and all that follow can need beyond what has been asked for.
            ensureSpace(MAX_BYTES_OF_CHAR + value.length() - i);
            i += special(value, i);
        }
        put('"');
        needsComma = true;
    }

    /** Writes the characters that are their own byte, from one on; the index of the first that is not. */
    private int plain(String value, int from) {
        byte[] to = bytes;
        int at = length;
        int i = from;
        for (; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            to[at++] = (byte) c;
        }
        length = at;
        return i;
    }

    /** Writes a character that is more than its own byte; how many units of the string it takes. */
    private int special(String value, int at) {
        char c = value.charAt(at);
        if (c < 0x80) {
            escape(c);
            return 1;
        }
        int codePoint = value.codePointAt(at);
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            put('?');
            return 1;
        }
        utf8(codePoint);
        return Character.charCount(codePoint);
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x800) {
            put(0xC0 | (codePoint >> 6));
        } else if (codePoint < 0x10000) {
            put(0xE0 | (codePoint >> 12));
            continuation(codePoint >> 6);
        } else {
            put(0xF0 | (codePoint >> 18));
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
        }
        continuation(codePoint);
    }

    private void continuation(int lowestBits) {
        put(0x80 | (lowestBits & 0x3F));
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                put('u');
                put('0');
                put('0');
                put(HEX[c >> 4]);
                put(HEX[c & 0xF]);
            }
        }
    }

    /** Within what {@link #ensureSpace} has made. */
    private void put(int value) {
        bytes[length++] = (byte) value;
    }

    private void ensureSpace(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
