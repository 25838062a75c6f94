// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.name;

import chat.protocol.message.AccountName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names, found by what they look like: as they are spelt, as they are compared, and in
 * capitals. Of several that look the same the first
 * is kept. Thread-safe.
 */
public final class LookAlikes {

    /** In front of what keeps its capitals; no name has it. */
    private static final String AS_WRITTEN = "/";

    private static final String DELETED =
            Skeleton.of(AccountName.ofDeleted(1).value()).replaceFirst(".$", "");

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

    /** Whether it can be taken for a name that authors of deleted accounts have. */
    public static boolean looksDeleted(AccountName name) {
        return Skeleton.of(name.value()).startsWith(DELETED);
    }

    private static List<String> looks(AccountName name) {
        return Stream.of(
                        Skeleton.of(name.value()),
                        Skeleton.of(name.folded()),
                        AS_WRITTEN + Skeleton.withCapitals(name.value()),
                        AS_WRITTEN + Skeleton.withCapitals(name.value().toUpperCase(Locale.ROOT)))
                .distinct()
                .toList();
    }
}
