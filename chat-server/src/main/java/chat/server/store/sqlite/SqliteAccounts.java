// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.account.Account;
import chat.server.account.AccountChange;
import chat.server.account.AccountStore;
import chat.server.account.BotToken;
import chat.server.account.Invite;
import chat.server.account.NewAccount;
import chat.server.config.DeletedMessages;
import chat.server.store.CommitWriter;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Keeps accounts in the database of the logs: each change is a transaction of the writer thread. Thread-safe. */
final class SqliteAccounts implements AccountStore {

    /** About how many pages of the write-ahead log a change takes. */
    private static final int PAGES = 3;

    /** What there is of the store while it is open. */
    record Parts(CommitWriter writer, WriterDesk desk, ReadPool reads) {}

    /** Something that is written. */
    @FunctionalInterface
    private interface Work<T> {
        T on(AccountTable table) throws SQLException;
    }

    private final Supplier<Parts> open;
    private final DeletedMessages deletedMessages;

    /**
     * @param open throws while the store is not open
     * @param deletedMessages what becomes of the messages of accounts that are deleted
     */
    SqliteAccounts(Supplier<Parts> open, DeletedMessages deletedMessages) {
        this.open = open;
        this.deletedMessages = deletedMessages;
    }

    @Override
    public CompletionStage<Contents> load() {
        return open.get().reads().submit(connection -> connection.accounts().all());
    }

    @Override
    public CompletionStage<Optional<Account>> find(AccountName name) {
        return open.get().reads().submit(connection -> connection.accounts().find(name));
    }

    @Override
    public CompletionStage<Account> add(NewAccount account) {
        return write(table -> table.add(account));
    }

    @Override
    public CompletionStage<Account> change(AccountChange change) {
        return write(table -> table.change(change, deletedMessages));
    }

    @Override
    public CompletionStage<BotToken> addToken(BotToken token) {
        return write(table -> table.addToken(token));
    }

    @Override
    public CompletionStage<Void> revokeToken(long id) {
        return write(table -> {
                    table.revokeToken(id);
                    return id;
                })
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Invite> addInvite(Invite invite) {
        return write(table -> table.addInvite(invite));
    }

    private <T> CompletionStage<T> write(Work<T> work) {
        Parts parts = open.get();
        return parts.writer().call(() -> write(parts.desk(), work));
    }

    private static <T> T write(WriterDesk desk, Work<T> work) {
        StoreHealth.Problem problem = desk.health().problem();
        if (problem != null) {
            throw refusal(problem);
        }
        try {
            WriteConnection connection = desk.connection();
            try {
                T result = work.on(connection.accounts());
                connection.commit();
                desk.committed(PAGES);
                return result;
            } catch (RejectedException e) {
                // Nothing was written; ends what the reading has begun.
                connection.commit();
                throw e;
            }
        } catch (SQLException e) {
            desk.failed(e);
            throw refusal(StoreHealth.problem(e));
        } catch (RejectedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // Nobody knows how far it came, and the next group must not commit the rest with its own.
            desk.failed(new SQLException(e));
            throw e;
        }
    }

    private static RejectedException refusal(StoreHealth.Problem why) {
        return new RejectedException(
                ErrorCode.STORE_UNAVAILABLE, why.kind().meaning() + "; it is not known whether this was stored");
    }
}
