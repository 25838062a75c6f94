// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

/**
 * An entry's place as one integer: {@code room id << 40 | seq}. Room ids are below 2^23, so that a key is never negative;
 * a room has at most 2^40 − 1 entries, 34 years of one a millisecond.
 */
final class EntryKey {

    private static final int SEQ_BITS = 40;
    private static final long MAX_SEQ = (1L << SEQ_BITS) - 1;

    /** The highest id that a room can have. */
    static final int MAX_ROOM_ID = (1 << 23) - 1;

    private EntryKey() {}

    /** The key of a room's entry. */
    static long of(int roomId, long seq) {
        if (seq < 0 || seq > MAX_SEQ) {
            throw new IllegalArgumentException("seq " + seq + " (expected: 0 to " + MAX_SEQ + ")");
        }
        return ((long) roomId << SEQ_BITS) | seq;
    }

    /** The number of an entry within its room. */
    static long seq(long key) {
        return key & MAX_SEQ;
    }

    /** The room of an entry. */
    static int roomId(long key) {
        return (int) (key >> SEQ_BITS);
    }
}
