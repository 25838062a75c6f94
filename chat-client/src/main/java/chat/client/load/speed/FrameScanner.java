// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a message of this run from the bytes of a frame, provided that every byte is where our server puts it: other JSON of
 * the same meaning is left to the ordinary decoder. Holds what it read last. Confined to one event loop.
 */
final class FrameScanner {

    private static final byte[] AT = ascii(",\"at\":");
    private static final byte[] FROM = ascii(",\"from\":\"");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] TEXT = ascii(",\"text\":\"");
    private static final byte[] SENT = ascii("{\"type\":\"sent\",");
    private static final byte[] PRESENCE = ascii("{\"type\":\"presence\",");
    private static final int CLOSING_BYTES = 2;
    /** The most digits that surely fit a long. */
    private static final int MAX_DIGITS = 18;

    private final Stamp stamp;
    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean failed;

    private long seq;
    private long atMillis;
    private int sender;
    private long number;
    private long dueNanos;

    FrameScanner(Stamp stamp) {
        this.stamp = stamp;
    }

    /** How a message in a room begins, for {@link #isMessage}. */
    static byte[] messageIn(String room) {
        return ("{\"type\":\"message\",\"room\":\"" + room + "\",\"seq\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a frame acknowledges a message. */
    static boolean isSent(byte[] frame, int from, int to) {
        return startsWith(frame, from, to, SENT);
    }

    /** Whether a frame tells of somebody who came or went. */
    static boolean isPresence(byte[] frame, int from, int to) {
        return startsWith(frame, from, to, PRESENCE);
    }

    /**
     * Whether a frame is a message of this run in a room, written as our server does.
     *
     * @param opening from {@link #messageIn}
     */
    boolean isMessage(byte[] frame, int from, int to, byte[] opening) {
        bytes = frame;
        at = from;
        end = to;
        failed = false;
        skip(opening);
        seq = digits();
        skip(AT);
        atMillis = digits();
        skip(FROM);
        skipName();
        skip(ID);
        digits();
        skip(TEXT);
        return !failed && end - at == stamp.size() + CLOSING_BYTES && isText(end - CLOSING_BYTES) && isClosed();
    }

    /** Whether bytes are a text of this run. */
    boolean isText(byte[] text) {
        bytes = text;
        at = 0;
        end = text.length;
        failed = false;
        return text.length == stamp.size() && isText(end);
    }

    long seq() {
        return seq;
    }

    long atMillis() {
        return atMillis;
    }

    int sender() {
        return sender;
    }

    long number() {
        return number;
    }

    long dueNanos() {
        return dueNanos;
    }

    private boolean isText(int textEnd) {
        skip(stamp.opening());
        long said = digits();
        space();
        number = digits();
        space();
        dueNanos = digits();
        space();
        sender = (int) said;
        return !failed && said == sender && at <= textEnd && stamp.isFilling(bytes, at, textEnd);
    }

    private boolean isClosed() {
        return bytes[end - 2] == '"' && bytes[end - 1] == '}';
    }

    private void skip(byte[] expected) {
        if (failed || !startsWith(bytes, at, end, expected)) {
            failed = true;
        } else {
            at += expected.length;
        }
    }

    private void space() {
        if (failed || at >= end || bytes[at] != ' ') {
            failed = true;
        } else {
            at++;
        }
    }

    /** A name has nothing that JSON would escape; if one has, it is not for this scanner. */
    private void skipName() {
        while (!failed) {
            if (at >= end || bytes[at] == '\\') {
                failed = true;
            } else if (bytes[at++] == '"') {
                return;
            }
        }
    }

    private long digits() {
        long value = 0;
        int begin = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
        }
        if (at == begin || at - begin > MAX_DIGITS) {
            failed = true;
        }
        return value;
    }

    private static boolean startsWith(byte[] frame, int from, int to, byte[] expected) {
        return to - from >= expected.length
                && Arrays.equals(frame, from, from + expected.length, expected, 0, expected.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
