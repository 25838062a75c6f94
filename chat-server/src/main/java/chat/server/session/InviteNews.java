// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.RoomEvent;
import chat.server.account.Account;
import chat.server.account.AccountBook;
import chat.server.account.Block;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells the connections of an account that it has been invited, when the entry that says so is committed: who is not in the
 * room does not see it, and nobody else is to learn of a private room. To be told after the fan-out, which applies entries to
 * their rooms, so that whoever is told may join. Thread-safe; {@link #committed} is for the log's writer thread.
 */
public final class InviteNews implements CommitListener {

    private final AccountBook accounts;
    private final SessionRegistry registry;

    public InviteNews(AccountBook accounts, SessionRegistry registry) {
        this.accounts = accounts;
        this.registry = registry;
    }

    @Override
    public void committed(CommitBatch batch) {
        for (CommitBatch.RoomCommit commit : batch.rooms()) {
            for (LogEntry entry : commit.entries()) {
                if (entry.type() == EventType.MODERATED) {
                    tell(entry, (RoomEvent.Moderated) entry.event());
                }
            }
        }
    }

    private void tell(LogEntry entry, RoomEvent.Moderated moderated) {
        Account invited = moderated.measure() == Measure.INVITE ? accounts.known(moderated.name()) : null;
        if (invited != null && !isBlocked(invited, entry.from())) {
            registry.invited(invited.id(), new Event.Invited(entry.room(), entry.from()));
        }
    }

    private boolean isBlocked(Account invited, AccountName by) {
        @Nullable Account inviter = accounts.known(by);
        return inviter != null
                && (accounts.blocks().has(new Block(invited.id(), inviter.id()))
                        || accounts.blocks().has(new Block(inviter.id(), invited.id())));
    }
}
