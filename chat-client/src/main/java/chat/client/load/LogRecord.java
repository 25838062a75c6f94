// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.util.Arrays;

/**
 * What stands at each place of one log. Twenty bytes an entry; whoever sees an entry for the first time writes it down, the
 * others are held against that.
 */
final class LogRecord {

    private static final int FIRST_CAPACITY = 1024;
    private static final int MAX_ENTRIES = 1 << 27;
    /** A place this far beyond all others is a mistake, and must not cost memory. */
    private static final int MAX_JUMP = 1 << 22;

    private final long base;
    private long[] messages = new long[FIRST_CAPACITY];
    private long[] atMillis = new long[FIRST_CAPACITY];
    private int[] contents = new int[FIRST_CAPACITY];
    private long head;

    /** @param base the last place that is of no interest */
    LogRecord(long base) {
        this.base = base;
        this.head = base;
    }

    /** The first place of interest. */
    long first() {
        return base + 1;
    }

    /** The last place at which something stands, or first − 1. */
    long head() {
        return head;
    }

    /** What stands at a place: a {@link Message}, {@link Message#NONE} or {@link Message#FOREIGN}. */
    long message(long seq) {
        return isInside(seq) ? messages[index(seq)] : Message.NONE;
    }

    /** When what stands there was stored, in milliseconds since 1970. */
    long atMillis(long seq) {
        return isInside(seq) ? atMillis[index(seq)] : 0;
    }

    /** Whether the same stands at a place of another record. */
    boolean isSameIn(LogRecord other, long seq) {
        return isInside(seq) && other.holds(seq, messages[index(seq)], atMillis[index(seq)], contents[index(seq)]);
    }

    /**
     * Writes down what was seen at a place, unless something is there.
     *
     * @param message not {@link Message#NONE}
     * @param content a hash of everything else that clients see
     * @return false if something else is there, or the place cannot be
     */
    boolean put(long seq, long message, long at, int content) {
        if (seq <= base) {
            return true;
        }
        if (seq - head > MAX_JUMP || seq - base >= MAX_ENTRIES) {
            return false;
        }
        if (seq > head) {
            grow(index(seq) + 1);
            head = seq;
        }
        if (messages[index(seq)] != Message.NONE) {
            return holds(seq, message, at, content);
        }
        messages[index(seq)] = message;
        atMillis[index(seq)] = at;
        contents[index(seq)] = content;
        return true;
    }

    private boolean holds(long seq, long message, long at, int content) {
        return isInside(seq)
                && messages[index(seq)] == message
                && atMillis[index(seq)] == at
                && contents[index(seq)] == content;
    }

    private boolean isInside(long seq) {
        return seq > base && seq <= head;
    }

    private int index(long seq) {
        return (int) (seq - base - 1);
    }

    private void grow(int needed) {
        if (needed > messages.length) {
            int capacity = Math.max(needed, messages.length + (messages.length >> 1));
            messages = Arrays.copyOf(messages, capacity);
            atMillis = Arrays.copyOf(atMillis, capacity);
            contents = Arrays.copyOf(contents, capacity);
        }
    }
}
