// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.Locale;

/**
 * Who may come in, and what a password costs to check. Immutable and thread-safe.
 *
 * @param guests never {@link GuestPolicy#AUTO}: what that means here has been found out
 * @param registration never {@link Registration#AUTO}, likewise
 * @param deletedMessages what becomes of the messages of an account that is deleted
 * @param hashMemory memory of one hash, 8 MiB to 1 GiB
 * @param hashPasses passes over it, 1 to 100
 * @param hashLanes lanes of it, 1 to 16
 */
public record AccountsConfig(
        GuestPolicy guests,
        Registration registration,
        DeletedMessages deletedMessages,
        DataSize hashMemory,
        int hashPasses,
        int hashLanes) {

    static AccountsConfig of(Values values) {
        boolean isLocal = isLoopback(values.get(Keys.NET_HOST));
        GuestPolicy guests = values.get(Keys.ACCOUNTS_GUESTS);
        Registration registration = values.get(Keys.ACCOUNTS_REGISTRATION);
        return new AccountsConfig(
                guests != GuestPolicy.AUTO ? guests : isLocal ? GuestPolicy.ALLOW : GuestPolicy.DENY,
                registration != Registration.AUTO ? registration : isLocal ? Registration.OPEN : Registration.CLOSED,
                values.get(Keys.ACCOUNTS_DELETED_MESSAGES),
                values.get(Keys.ACCOUNTS_HASH_MEMORY),
                values.get(Keys.ACCOUNTS_HASH_PASSES),
                values.get(Keys.ACCOUNTS_HASH_LANES));
    }

    /** By its spelling, as a name may lead elsewhere tomorrow: what is not known to be local is not. */
    static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.equals("::1") || lower.matches("127(\\.\\d{1,3}){3}");
    }
}
