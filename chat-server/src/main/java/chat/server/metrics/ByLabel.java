// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One meter for each value of a label, made when the value first turns up. A lookup does not allocate. Values come from
 * enums elsewhere; should one come from a peer after all, the number of meters still stays bounded. Thread-safe.
 *
 * @param <M> what is kept for each value
 */
final class ByLabel<M> {

    static final int MOST_VALUES = 64;
    static final String OTHER = "other";

    private final ConcurrentHashMap<String, M> meters = new ConcurrentHashMap<>();
    private final Function<String, M> maker;

    ByLabel(Function<String, M> maker) {
        this.maker = maker;
    }

    M of(String value) {
        M known = meters.get(value);
        if (known != null) {
            return known;
        }
        // Two threads at the edge may both pass: the bound is there to be small, not to be exact.
        return meters.computeIfAbsent(meters.size() < MOST_VALUES ? value : OTHER, maker);
    }
}
