// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/**
 * The place of an item among those of its room.
 *
 * @param log which of the room's logs, counted from 0: a server may begin a new one
 * @param seq the number of the entry, or of the entry behind which something happened here
 * @param order 0 for an entry; counts what happened behind it
 */
record ItemKey(int log, long seq, long order) implements Comparable<ItemKey> {

    /** Behind all entries, for what has no place among them yet. */
    private static final int UNPLACED = Integer.MAX_VALUE;

    static ItemKey unplaced(long order) {
        return new ItemKey(UNPLACED, 0, order);
    }

    boolean isPlaced() {
        return log != UNPLACED;
    }

    /** Whether it is the place of an entry of the log. */
    boolean isEntry() {
        return isPlaced() && order == 0;
    }

    @Override
    public int compareTo(ItemKey other) {
        if (log != other.log) {
            return Integer.compare(log, other.log);
        }
        return seq == other.seq ? Long.compare(order, other.order) : Long.compare(seq, other.seq);
    }
}
