// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The places that a client was not given although later ones came. Takes a bounded amount of memory: of too many ranges the
 * further ones are only counted.
 */
final class Holes {

    static final int MAX_RANGES = 1024;

    private final int maxRanges;
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private long counted;

    Holes() {
        this(MAX_RANGES);
    }

    Holes(int maxRanges) {
        this.maxRanges = maxRanges;
    }

    /** Everything from a place to another, both included, did not come. */
    void add(long from, long to) {
        if (ranges.size() < maxRanges) {
            ranges.put(from, to);
        } else {
            counted += to - from + 1;
        }
    }

    /** Something came late, or was said to be gone; true if any of it was missing. */
    boolean remove(long from, long to) {
        boolean removed = false;
        Map.Entry<Long, Long> range = ranges.floorEntry(to);
        while (range != null && range.getValue() >= from) {
            removed = true;
            long begin = range.getKey();
            long end = range.getValue();
            ranges.remove(begin);
            if (begin < from) {
                ranges.put(begin, from - 1);
            }
            if (end > to) {
                ranges.put(to + 1, end);
            }
            range = ranges.lowerEntry(Math.max(begin, from));
        }
        return removed;
    }

    /** How many places are missing. */
    long size() {
        long size = counted;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            size += range.getValue() - range.getKey() + 1;
        }
        return size;
    }

    /** The ranges in ascending order, first place to last, without those that are only counted. */
    NavigableMap<Long, Long> ranges() {
        return Collections.unmodifiableNavigableMap(ranges);
    }

    void clear() {
        ranges.clear();
        counted = 0;
    }

    /** The first of them, for a person. */
    @Override
    public String toString() {
        if (ranges.isEmpty()) {
            return "none";
        }
        Map.Entry<Long, Long> first = ranges.firstEntry();
        return first.getKey().equals(first.getValue())
                ? "seq " + first.getKey()
                : "seq " + first.getKey() + " to " + first.getValue();
    }
}
