// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

/**
 * Whether bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. Jackson takes
 * all of these. NUL is refused too: JSON has none, and Jackson would take it as a sign of UTF-16 or UTF-32.
 */
final class Utf8 {

    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private Utf8() {}

    /** The index of the first byte of the first sequence that is not valid, or -1. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int length = bytes[i] > 0 ? 1 : sequence(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** The length of the sequence of two to four bytes that begins here, or 0. */
    private static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || to - at < length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & CONTINUATION_MASK) != CONTINUATION) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean allowed = switch (first) {
            case 0xE0 -> second >= 0xA0; // less would be overlong
            case 0xED -> second < 0xA0; // more would be a surrogate
            case 0xF0 -> second >= 0x90; // less would be overlong
            case 0xF4 -> second < 0x90; // more would be above U+10FFFF
            default -> true;
        };
        return allowed ? length : 0;
    }
}
