// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a room: the end of it, and, while somebody reads further back, a stretch from there. Both are bounded; what
 * they have let go is read from the server again. As long as the two touch, they read as one.
 */
final class Timeline {

    /** How many items the end has at most, and the stretch too. */
    static final int BOUND = 5_000;

    private final Items live = new Items(BOUND);

    private @Nullable Items past;
    /** Of the log that the room has now: up to which entry the stretch reaches without a hole. */
    private long pastLast;
    /** From which entry the end reaches without a hole; beyond all numbers for none. */
    private long liveFirst = Long.MAX_VALUE;

    private long newest;
    private int log;
    private long order;
    private long oldest = Long.MAX_VALUE;
    private boolean beginningSeen;
    private boolean settled;
    private int version;

    /** The key of an entry. */
    ItemKey keyOf(long seq) {
        return new ItemKey(log, seq, 0);
    }

    /** The key for something that happens now, behind the newest entry. */
    ItemKey keyNow() {
        order++;
        return settled ? new ItemKey(log, newest, order) : ItemKey.unplaced(order);
    }

    /** The key for something that waits for its place. */
    ItemKey keyAtEnd() {
        order++;
        return ItemKey.unplaced(order);
    }

    /** The server has begun a new log. */
    void newLog() {
        log++;
        version++;
        newest = 0;
        past = null;
        liveFirst = Long.MAX_VALUE;
        oldest = Long.MAX_VALUE;
        beginningSeen = false;
    }

    /**
     * An entry of the log has come that goes on from those before.
     *
     * @param item how it is shown, or null if it is not
     * @param keep whether what the end lets go is kept for somebody who reads further back
     * @return whether it is a new one
     */
    boolean entry(long seq, @Nullable Item item, boolean keep) {
        newest = Math.max(newest, seq);
        if (liveFirst == Long.MAX_VALUE) {
            liveFirst = seq;
            oldest = Math.min(oldest, seq);
        }
        liveFirst = Math.min(liveFirst, seq);
        return item != null && add(item, keep);
    }

    /** Everything up to an entry is known to be there or gone: what happens now happens behind it. */
    void reached(long seq) {
        newest = Math.max(newest, seq);
        settled = true;
        place();
    }

    /** Adds something that happened. */
    boolean add(Item item, boolean keep) {
        boolean added = live.add(item);
        Item gone = live.dropFirst();
        if (gone != null) {
            letGo(gone, keep);
        }
        return added;
    }

    /** Takes something away that waited. */
    void remove(ItemKey key) {
        live.remove(key);
    }

    /** Entries from the log that stand before those that are held, or, after {@link #jump}, where they belong. */
    void older(List<Item> items, long from, boolean isBeginning) {
        Items stretch = stretch();
        items.forEach(item -> {
            if (!live.has(item.key())) {
                stretch.add(item);
            }
        });
        oldest = Math.min(oldest, from);
        beginningSeen |= isBeginning;
        for (Item gone = stretch.dropLast(); gone != null; gone = stretch.dropLast()) {
            if (gone.key().isEntry()) {
                pastLast = gone.key().seq() - 1;
            }
        }
    }

    /** Entries from the log that stand behind those of the stretch. */
    void newer(List<Item> items, long to) {
        Items stretch = stretch();
        items.forEach(item -> {
            if (!live.has(item.key())) {
                stretch.add(item);
            }
        });
        pastLast = Math.max(pastLast, to);
        for (Item gone = stretch.dropFirst(); gone != null; gone = stretch.dropFirst()) {
            oldest = gone.key().seq() + 1;
            beginningSeen = false;
        }
    }

    /** Begins a stretch somewhere else, which {@link #newer} and {@link #older} fill. */
    void jump(long seq) {
        version++;
        past = new Items(BOUND);
        oldest = seq;
        pastLast = seq - 1;
        beginningSeen = false;
    }

    /** Nobody reads further back any more. */
    void forgetPast() {
        if (past != null) {
            version++;
            past = null;
            oldest = liveFirst;
            beginningSeen = liveFirst <= 1;
        }
    }

    /** Whether what can be read ends before what is said now. */
    boolean isDetached() {
        return past != null && pastLast + 1 < liveStart();
    }

    /** The number from which on everything is held that can be read; beyond all numbers if nothing is. */
    long oldest() {
        return oldest;
    }

    /** Up to which entry can be read. */
    long readableTo() {
        return isDetached() ? pastLast : newest;
    }

    /** The number of the newest entry, 0 for none. */
    long newest() {
        return newest;
    }

    boolean isBeginningSeen() {
        return beginningSeen || oldest <= 1;
    }

    /** Changes whenever a part of the log that was asked for before fits no more. */
    int version() {
        return version;
    }

    /** Whether an entry can be read. */
    boolean holds(long seq) {
        return seq >= oldest && seq <= readableTo();
    }

    int size() {
        return live.size() + (past == null ? 0 : past.size());
    }

    @Nullable
    Item last() {
        return past != null && isDetached() ? past.last() : later(past == null ? null : past.last(), live.last());
    }

    @Nullable
    Item lower(ItemKey key) {
        Item far = past == null ? null : past.lower(key);
        return isDetached() ? far : later(far, live.lower(key));
    }

    @Nullable
    Item floor(ItemKey key) {
        Item far = past == null ? null : past.floor(key);
        return isDetached() ? far : later(far, live.floor(key));
    }

    @Nullable
    Item higher(ItemKey key) {
        Item far = past == null ? null : past.higher(key);
        return isDetached() ? far : earlier(far, live.higher(key));
    }

    @Nullable
    Item ceiling(ItemKey key) {
        Item far = past == null ? null : past.ceiling(key);
        return isDetached() ? far : earlier(far, live.ceiling(key));
    }

    private static @Nullable Item later(@Nullable Item one, @Nullable Item other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.key().compareTo(other.key()) > 0 ? one : other;
    }

    private static @Nullable Item earlier(@Nullable Item one, @Nullable Item other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.key().compareTo(other.key()) < 0 ? one : other;
    }

    private long liveStart() {
        return liveFirst == Long.MAX_VALUE ? newest + 1 : liveFirst;
    }

    private Items stretch() {
        if (past == null) {
            past = new Items(BOUND);
            pastLast = liveStart() - 1;
        }
        return past;
    }

    private void letGo(Item gone, boolean keep) {
        Item first = live.firstEntry();
        long next = first == null ? newest + 1 : first.key().seq();
        boolean touches = pastLast + 1 >= liveStart();
        if (keep) {
            Items stretch = stretch();
            if (touches && !stretch.isFull()) {
                stretch.add(gone);
                pastLast = next - 1;
            }
        } else {
            version++;
            past = null;
            oldest = next;
            beginningSeen = false;
        }
        liveFirst = next;
    }

    /** Gives what waited for the first entry its place. */
    private void place() {
        Item item = live.ceiling(ItemKey.unplaced(0));
        while (item != null) {
            Item next = live.higher(item.key());
            if (item.kind() != Item.Kind.QUEUED) {
                live.remove(item.key());
                live.add(item.at(keyNow()));
            }
            item = next;
        }
    }
}
