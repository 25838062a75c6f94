// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.server.account.Account;
import chat.server.account.AccountChange;
import chat.server.account.AccountStore;
import chat.server.account.Block;
import chat.server.account.BotToken;
import chat.server.account.Invite;
import chat.server.account.NewAccount;
import chat.server.config.DeletedMessages;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps accounts in the database of the logs: each change is a transaction of the writer thread. Thread-safe. */
final class SqliteAccounts implements AccountStore {

    /** Something that is written. */
    @FunctionalInterface
    private interface Work<T> {
        T on(AccountTable table) throws SQLException;
    }

    private final WriterTransactions transactions;
    private final DeletedMessages deletedMessages;

    /** @param deletedMessages what becomes of the messages of accounts that are deleted */
    SqliteAccounts(WriterTransactions transactions, DeletedMessages deletedMessages) {
        this.transactions = transactions;
        this.deletedMessages = deletedMessages;
    }

    @Override
    public CompletionStage<Contents> load() {
        return transactions.reads().submit(connection -> connection.accounts().all());
    }

    @Override
    public CompletionStage<Optional<Account>> find(AccountName name) {
        return transactions.reads().submit(connection -> connection.accounts().find(name));
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

    @Override
    public CompletionStage<Boolean> addBlock(Block block) {
        return write(table -> table.addBlock(block)).thenApply(rows -> rows > 0);
    }

    @Override
    public CompletionStage<Boolean> removeBlock(Block block) {
        return write(table -> table.removeBlock(block)).thenApply(rows -> rows > 0);
    }

    private <T> CompletionStage<T> write(Work<T> work) {
        return transactions.write(connection -> work.on(connection.accounts()));
    }
}
