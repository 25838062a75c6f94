// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.account.AccountBook;
import chat.server.account.HashingDesk;
import chat.server.lifecycle.Stage;
import chat.server.lifecycle.StartException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** People can sign in while this runs. It starts when the store has, and before anybody can come. */
final class AccountsStage implements Stage {

    private static final int LOAD_TIMEOUT_SECONDS = 10;

    private final AccountBook book;
    private final HashingDesk desk;

    AccountsStage(AccountBook book, HashingDesk desk) {
        this.book = book;
        this.desk = desk;
    }

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public void start() throws StartException {
        try {
            book.load()
                    .toCompletableFuture()
                    .orTimeout(LOAD_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            // Without them every proof and every name would be in doubt.
            throw new StartException("store: the accounts cannot be read (" + e.getCause() + ")", e);
        }
    }

    @Override
    public CompletionStage<?> stop() {
        desk.close();
        return STOPPED;
    }
}
