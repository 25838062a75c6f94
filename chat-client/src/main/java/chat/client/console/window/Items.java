// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Items in their order, each place taken once, and no more of them than a bound: then the first or the last has to go. */
final class Items {

    private final TreeMap<ItemKey, Item> items = new TreeMap<>();
    private final int bound;

    Items(int bound) {
        this.bound = bound;
    }

    /** Adds an item; false if its place is taken. */
    boolean add(Item item) {
        return items.putIfAbsent(item.key(), item) == null;
    }

    boolean has(ItemKey key) {
        return items.containsKey(key);
    }

    void remove(ItemKey key) {
        items.remove(key);
    }

    boolean isFull() {
        return items.size() >= bound;
    }

    int size() {
        return items.size();
    }

    /** The first one if there are too many, which is no longer there then; else null. */
    @Nullable
    Item dropFirst() {
        return items.size() > bound ? items.pollFirstEntry().getValue() : null;
    }

    /** The last one if there are too many, which is no longer there then; else null. */
    @Nullable
    Item dropLast() {
        return items.size() > bound ? items.pollLastEntry().getValue() : null;
    }

    @Nullable
    Item first() {
        return items.isEmpty() ? null : items.firstEntry().getValue();
    }

    @Nullable
    Item last() {
        return items.isEmpty() ? null : items.lastEntry().getValue();
    }

    @Nullable
    Item lower(ItemKey key) {
        var entry = items.lowerEntry(key);
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    Item floor(ItemKey key) {
        var entry = items.floorEntry(key);
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    Item higher(ItemKey key) {
        var entry = items.higherEntry(key);
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    Item ceiling(ItemKey key) {
        var entry = items.ceilingEntry(key);
        return entry == null ? null : entry.getValue();
    }

    /** The first that is an entry of the log, or null. */
    @Nullable
    Item firstEntry() {
        Item item = first();
        while (item != null && !item.key().isEntry()) {
            item = higher(item.key());
        }
        return item;
    }

    /** The last that is an entry of the log, or null. */
    @Nullable
    Item lastEntry() {
        Item item = last();
        while (item != null && !item.key().isEntry()) {
            item = lower(item.key());
        }
        return item;
    }
}
