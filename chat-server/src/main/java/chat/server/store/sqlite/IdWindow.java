// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * Which of a producer's last {@value #WIDTH} ids have been stored. Confined to the writer thread.
 *
 * <p>A bitmap behind a counter as IPsec has it against replay (RFC 6479): the bit of an id is at the id modulo the width,
 * and is cleared when the window passes over it.
 */
final class IdWindow {

    /** How far below the highest id an id may be. */
    static final int WIDTH = 1024;

    private static final byte[] NONE_MISSING = {};

    private static final int WORDS = WIDTH / Long.SIZE;

    private final long[] bits = new long[WORDS];
    private long highest;

    /** A window in which nothing is stored. */
    IdWindow() {}

    /**
     * A window as it was saved.
     *
     * @param bitmap as {@link #bitmap} gave it
     */
    IdWindow(long highest, byte[] bitmap) {
        this.highest = highest;
        if (bitmap.length > 0) {
            LongBuffer saved = ByteBuffer.wrap(bitmap).asLongBuffer();
            saved.get(bits);
            return;
        }
        for (long id = Math.max(1, highest - WIDTH + 1); id <= highest; id++) {
            bits[word(id)] |= bit(id);
        }
    }

    /** The highest id that has been stored, 0 for none. */
    long highest() {
        return highest;
    }

    /** The bits, for saving; empty, which is short, if of the last ids none is missing. */
    byte[] bitmap() {
        if (isComplete()) {
            return NONE_MISSING;
        }
        ByteBuffer bytes = ByteBuffer.allocate(WIDTH / Byte.SIZE);
        bytes.asLongBuffer().put(bits);
        return bytes.array();
    }

    private boolean isComplete() {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count == Math.min(highest, WIDTH);
    }

    /**
     * Whether an id has been stored.
     *
     * @throws RejectedException with {@link ErrorCode#ID_EXPIRED} if that can no longer be told
     */
    boolean contains(long id) {
        if (id <= highest - WIDTH) {
            throw new RejectedException(
                    ErrorCode.ID_EXPIRED,
                    "id: " + id + " is too old to tell whether it was stored (expected: above " + (highest - WIDTH)
                            + ")");
        }
        return id <= highest && (bits[word(id)] & bit(id)) != 0;
    }

    /** Notes that an id has been stored, which is not below the window. */
    void add(long id) {
        if (id > highest) {
            // All of it at most once, however far the counter jumps.
            for (long passed = Math.max(highest + 1, id - WIDTH + 1); passed < id; passed++) {
                bits[word(passed)] &= ~bit(passed);
            }
            highest = id;
        }
        bits[word(id)] |= bit(id);
    }

    private static int word(long id) {
        return (int) (id % WIDTH) / Long.SIZE;
    }

    private static long bit(long id) {
        return 1L << (id % Long.SIZE);
    }
}
