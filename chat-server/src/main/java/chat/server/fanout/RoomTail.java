// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a room with their bytes, so that whoever is only a little behind need not read the store.
 *
 * <p>A ring with one writer, the log's writer thread, and any number of readers, who see by an entry's number whether it
 * is still the one they came for.
 */
final class RoomTail {

    private final AtomicReferenceArray<@Nullable EncodedEntry> ring;
    private final long maxBytes;
    private long firstSeq;
    private long lastSeq;
    private long bytes;

    /**
     * @param capacity how many entries, a power of two
     * @param maxBytes about how many bytes the entries may take
     */
    RoomTail(int capacity, long maxBytes) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: a power of two)");
        }
        this.ring = new AtomicReferenceArray<>(capacity);
        this.maxBytes = maxBytes;
    }

    /** Adds the next entry. For the writer. */
    void add(EncodedEntry entry) {
        if (entry.seq() != lastSeq + 1) {
            clear();
            firstSeq = entry.seq();
        }
        lastSeq = entry.seq();
        if (lastSeq - firstSeq >= ring.length()) {
            removeFirst();
        }
        ring.set(slot(lastSeq), entry);
        bytes += entry.weight();
        while (bytes > maxBytes && firstSeq < lastSeq) {
            removeFirst();
        }
    }

    /** The entry with this number, or null if it is no longer or not yet here. */
    @Nullable
    EncodedEntry get(long seq) {
        EncodedEntry entry = ring.get(slot(seq));
        return entry != null && entry.seq() == seq ? entry : null;
    }

    /** Forgets everything. For the writer. */
    void clear() {
        while (firstSeq <= lastSeq && lastSeq > 0) {
            removeFirst();
        }
        firstSeq = 0;
        lastSeq = 0;
        bytes = 0;
    }

    private void removeFirst() {
        EncodedEntry removed = ring.getAndSet(slot(firstSeq), null);
        bytes -= removed == null ? 0 : removed.weight();
        firstSeq++;
    }

    private int slot(long seq) {
        return (int) (seq & (ring.length() - 1));
    }
}
