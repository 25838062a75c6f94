// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.account.AccountState;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line has done about accounts and addresses: on the database of a server that is stopped, or by one that is running.
 * Used by one thread; everything blocks, and throws a {@link chat.server.store.StoreException} where it is refused.
 */
interface OperatorDesk extends AutoCloseable {

    /** An account, as it is listed. */
    record AccountLine(long id, String name, String state, String created) {}

    /** A token, as it is listed; without rooms it is good for all. */
    record TokenLine(long id, String account, String name, String state, List<String> rooms) {

        /** Keeps a copy of the list. */
        public TokenLine {
            rooms = List.copyOf(rooms);
        }
    }

    /** A ban of addresses, as it is listed; {@code until} is empty if it has no end. */
    record BanLine(String range, String until, String created, String reason) {}

    List<AccountLine> accounts();

    void add(AccountName name, Secret password);

    void resetPassword(AccountName name, Secret password);

    void set(AccountName name, AccountState state);

    void signOut(AccountName name);

    /** The invitation. */
    String invite(int uses, @Nullable Long expiresMillis);

    /** The token. */
    String addToken(AccountName account, String name, Set<RoomName> rooms, @Nullable Long expiresMillis);

    List<TokenLine> tokens();

    void revokeToken(long id);

    List<BanLine> bans();

    void ban(String range, @Nullable Long untilMillis, String reason);

    void unban(String range);

    @Override
    void close();
}
