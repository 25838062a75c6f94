// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.Map;

/** The values of the keys that have been set, with the types that the table gives them. Immutable. */
final class Values {

    private final Map<Key<?>, Object> set;

    Values(Map<Key<?>, Object> set) {
        this.set = Map.copyOf(set);
    }

    /** The value that was set, or the default. */
    @SuppressWarnings("unchecked") // a value enters the map only after its own key has parsed it
    <T> T get(Key<T> key) {
        Object value = set.get(key);
        return value == null ? key.fallback().get() : (T) value;
    }
}
