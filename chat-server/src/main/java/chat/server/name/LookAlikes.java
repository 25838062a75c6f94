// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.name;

import chat.protocol.message.AccountName;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names, found by what they look like: as they are spelt, and as they are compared. Of several that look the same the first
 * is kept. Thread-safe.
 */
public final class LookAlikes {

    private final ConcurrentHashMap<String, AccountName> byLooks = new ConcurrentHashMap<>();

    /** No names yet. */
    public LookAlikes() {}

    /** These. */
    public LookAlikes(Collection<AccountName> names) {
        names.forEach(this::add);
    }

    /** The name of these that can be taken for another one, which may be that itself; null if there is none. */
    public @Nullable AccountName of(AccountName name) {
        for (String looks : looks(name)) {
            AccountName other = byLooks.get(looks);
            if (other != null) {
                return other;
            }
        }
        return null;
    }

    /** Adds a name, whatever others look like. */
    public void add(AccountName name) {
        looks(name).forEach(looks -> byLooks.putIfAbsent(looks, name));
    }

    /**
     * Adds a name unless one is there that can be taken for it. Of two that come at once one gets it at the most.
     *
     * @return the one that is there, or null if the name has been added
     */
    public @Nullable AccountName claim(AccountName name) {
        for (String looks : looks(name)) {
            AccountName other = byLooks.putIfAbsent(looks, name);
            if (other != null) {
                remove(name);
                return other;
            }
        }
        return null;
    }

    /** Takes back what {@link #claim} has added, and only that: by the object, as an equal name may be another's. */
    @SuppressWarnings("ReferenceEquality")
    public void remove(AccountName name) {
        looks(name).forEach(looks -> byLooks.computeIfPresent(looks, (key, kept) -> kept == name ? null : kept));
    }

    private static List<String> looks(AccountName name) {
        String spelt = Skeleton.of(name.value());
        String compared = Skeleton.of(name.folded());
        return spelt.equals(compared) ? List.of(spelt) : List.of(spelt, compared);
    }
}
