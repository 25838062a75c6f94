// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.protocol.message.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Everybody of whom a room holds something, by name: names of accounts are never given away again. Immutable. */
public final class Standings {

    /** Nobody. */
    public static final Standings EMPTY = new Standings(Map.of());

    private final Map<AccountName, Standing> byName;

    private Standings(Map<AccountName, Standing> byName) {
        this.byName = byName;
    }

    /** Those of a map, which is copied. */
    public static Standings of(Map<AccountName, Standing> byName) {
        return new Standings(Map.copyOf(byName));
    }

    /** What the room holds of somebody; {@link Standing#NONE} if nothing. */
    public Standing of(AccountName name) {
        return byName.getOrDefault(name, Standing.NONE);
    }

    /** How many have a role. */
    public long count(Role role) {
        return byName.values().stream()
                .filter(standing -> standing.role() == role)
                .count();
    }

    /** Looks at each. */
    public void forEach(BiConsumer<AccountName, Standing> look) {
        byName.forEach(look);
    }

    /** How many have none, but are invited, banned or muted, or were. */
    public long countWithoutRole() {
        return byName.values().stream()
                .filter(standing -> standing.role() == null)
                .count();
    }

    Standings with(AccountName name, UnaryOperator<Standing> change) {
        Standing before = of(name);
        Standing after = change.apply(before);
        if (after.equals(before)) {
            return this;
        }
        Map<AccountName, Standing> changed = new HashMap<>(byName);
        if (after.equals(Standing.NONE)) {
            changed.remove(name);
        } else {
            changed.put(name, after);
        }
        return new Standings(changed);
    }
}
