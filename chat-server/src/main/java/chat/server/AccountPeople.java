// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.server.account.Account;
import chat.server.account.AccountBook;
import chat.server.account.AccountState;
import chat.server.account.Block;
import chat.server.command.People;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The accounts, as direct messages see them. Thread-safe. */
final class AccountPeople implements People {

    private final AccountBook book;

    AccountPeople(AccountBook book) {
        this.book = book;
    }

    @Override
    public @Nullable Person find(AccountName name) {
        return person(book.known(name));
    }

    @Override
    public @Nullable Person find(long id) {
        return person(book.known(id));
    }

    @Override
    public boolean hasBlocked(long accountId, long blockedId) {
        return book.blocks().has(new Block(accountId, blockedId));
    }

    @Override
    public List<AccountName> blockedBy(long accountId) {
        return book.blocks().of(accountId).stream().map(this::nameOf).sorted().toList();
    }

    @Override
    public CompletionStage<Boolean> block(long accountId, long blockedId, int most) {
        return book.blocks().add(new Block(accountId, blockedId), most);
    }

    @Override
    public CompletionStage<Boolean> unblock(long accountId, long blockedId) {
        return book.blocks().remove(new Block(accountId, blockedId));
    }

    private AccountName nameOf(long id) {
        Account account = book.known(id);
        if (account == null) {
            throw new IllegalStateException("a block of an account that never was");
        }
        return account.name();
    }

    private static @Nullable Person person(@Nullable Account account) {
        return account == null
                ? null
                : new Person(account.id(), account.name(), account.state() == AccountState.DELETED);
    }
}
