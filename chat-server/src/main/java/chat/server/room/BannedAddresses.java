// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.AccountName;
import chat.server.limit.AddressKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of those who were banned from a room together with where they were. Each is banned for as long as its person
 * is, of which the room's log has the say. Immutable.
 */
public final class BannedAddresses {

    /** None. */
    public static final BannedAddresses NONE = new BannedAddresses(Map.of());

    private final Map<AccountName, Set<AddressKey>> byName;

    /** The same the other way round, as each message is looked up in it. */
    private final Map<AddressKey, List<AccountName>> byAddress = new HashMap<>();

    private BannedAddresses(Map<AccountName, Set<AddressKey>> byName) {
        this.byName = byName;
        byName.forEach((name, addresses) -> addresses.forEach(address ->
                byAddress.computeIfAbsent(address, absent -> new ArrayList<>()).add(name)));
    }

    /** How many there are besides those of somebody. */
    int countWithout(AccountName name) {
        int all = byName.values().stream().mapToInt(Set::size).sum();
        return all - byName.getOrDefault(name, Set.of()).size();
    }

    /**
     * Until when nobody is let in from an address, in epoch milliseconds.
     *
     * @return {@link Standing#NEVER} or a time that has passed for an address that is not banned
     */
    long until(AddressKey address, Standings standings) {
        long until = Standing.NEVER;
        for (AccountName name : byAddress.getOrDefault(address, List.of())) {
            until = Math.max(until, standings.of(name).bannedUntilMillis());
        }
        return until;
    }

    /** Those whose ban has ended, or was taken back. */
    List<AccountName> ended(Standings standings, long nowMillis) {
        return byName.keySet().stream()
                .filter(name -> !standings.of(name).isBanned(nowMillis))
                .toList();
    }

    /** With these of somebody in place of those that there were. */
    BannedAddresses with(AccountName name, Set<AddressKey> addresses) {
        Map<AccountName, Set<AddressKey>> changed = new HashMap<>(byName);
        if (addresses.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, Set.copyOf(addresses));
        }
        return new BannedAddresses(changed);
    }
}
