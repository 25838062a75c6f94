// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import chat.server.account.AccountStore;
import chat.server.audit.AuditLog;
import chat.server.ban.BanStore;
import chat.server.log.CommitListener;
import chat.server.log.RoomLog;
import chat.server.room.BannedAddressStore;
import chat.server.room.RoomStore;

/** Everything that the server keeps. Started once, closed once, by the same owner. */
public interface ChatStore extends RoomLog, RoomStore, AutoCloseable {

    /**
     * Begins to take appends.
     *
     * @param listener told of every batch
     * @throws StoreException if it cannot
     */
    void start(CommitListener listener);

    /** Where accounts are kept; to be used after the start. */
    AccountStore accounts();

    /** Where bans of addresses are kept; to be used after the start. */
    BanStore bans();

    /** Where the addresses of those are kept who are banned from rooms; to be used after the start. */
    BannedAddressStore bannedAddresses();

    /** Where is kept what the operator may want to know; to be used after the start. */
    AuditLog audit();

    /** Whether it takes appends, as far as is known; any thread. */
    boolean isHealthy();

    /** How many appends wait for the writer. */
    int queuedAppends();

    /** Commits what is queued, answers it and stops; later appends are refused. Blocks until that is done. */
    @Override
    void close();
}
