// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.account.AccountBook;
import chat.server.account.AccountState;
import chat.server.account.OperatorAccounts;
import chat.server.audit.Actor;
import chat.server.audit.AuditTrail;
import chat.server.ban.AddressBans;
import chat.server.config.ServerConfig;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import chat.server.store.StoreException;
import chat.server.store.sqlite.SqliteStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the data folder, which no server may have open. */
final class StoppedServerDesk implements OperatorDesk {

    private final ChatStore store;
    private final OperatorAccounts accounts;
    private final AddressBans bans;

    private StoppedServerDesk(ChatStore store, OperatorAccounts accounts, AddressBans bans) {
        this.store = store;
        this.accounts = accounts;
        this.bans = bans;
    }

    /** @throws chat.server.store.FolderInUseException if a server is running */
    static StoppedServerDesk open(ServerConfig config) {
        Clock clock = Clock.systemUTC();
        Retention retention = new Retention(
                Retention.FOR_EVER.standard(),
                Map.of(),
                Retention.FOR_EVER.audit(),
                config.accounts().deletedMessages());
        ChatStore store =
                new SqliteStore(config.store().path(), config.store().durability(), retention, clock, new Nobody());
        store.start(batch -> {});
        try {
            AccountBook book = new AccountBook(store.accounts(), clock);
            done(book::load);
            AuditTrail trail = new AuditTrail(store::audit, clock);
            AddressBans bans = new AddressBans(store.bans(), config.net().proxies(), trail, clock);
            done(bans::load);
            return new StoppedServerDesk(
                    store,
                    new OperatorAccounts(book, ChatServer.hashing(config.accounts()), trail, Actor.operator()),
                    bans);
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    @Override
    public List<AccountLine> accounts() {
        return accounts.accounts().stream()
                .map(account -> new AccountLine(
                        account.id(),
                        account.name().value(),
                        account.state().name().toLowerCase(Locale.ROOT),
                        Instant.ofEpochMilli(account.createdMillis()).toString()))
                .toList();
    }

    @Override
    public void add(AccountName name, Secret password) {
        done(() -> accounts.add(name, password));
    }

    @Override
    public void resetPassword(AccountName name, Secret password) {
        done(() -> accounts.resetPassword(name, password));
    }

    @Override
    public void set(AccountName name, AccountState state) {
        done(() -> accounts.set(name, state));
    }

    @Override
    public void signOut(AccountName name) {
        done(() -> accounts.signOut(name));
    }

    @Override
    public String invite(int uses, @Nullable Long expiresMillis) {
        return done(() -> accounts.invite(uses, expiresMillis)).reveal();
    }

    @Override
    public String addToken(AccountName account, String name, Set<RoomName> rooms, @Nullable Long expiresMillis) {
        return done(() -> accounts.addToken(account, name, rooms, expiresMillis))
                .reveal();
    }

    @Override
    public List<TokenLine> tokens() {
        long now = System.currentTimeMillis();
        return accounts.tokens().stream()
                .map(token -> new TokenLine(
                        token.key().id(),
                        accounts.owner(token),
                        token.name(),
                        token.isGood(now) ? "good" : "void",
                        token.rooms().stream().map(RoomName::value).sorted().toList()))
                .toList();
    }

    @Override
    public void revokeToken(long id) {
        done(() -> accounts.revokeToken(id));
    }

    @Override
    public List<BanLine> bans() {
        return bans.list().stream()
                .map(ban -> new BanLine(
                        ban.range().toString(),
                        ban.untilMillis() == null
                                ? ""
                                : Instant.ofEpochMilli(ban.untilMillis()).toString(),
                        Instant.ofEpochMilli(ban.atMillis()).toString(),
                        ban.reason()))
                .toList();
    }

    @Override
    public void ban(String range, @Nullable Long untilMillis, String reason) {
        done(() -> bans.add(range, untilMillis, reason, Actor.operator()));
    }

    @Override
    public void unban(String range) {
        done(() -> bans.remove(range, Actor.operator()));
    }

    @Override
    public void close() {
        store.close();
    }

    private static <T> T done(Supplier<CompletionStage<T>> work) {
        try {
            return work.get().toCompletableFuture().join();
        } catch (RejectedException e) {
            throw new StoreException(e.reason());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RejectedException rejection) {
                throw new StoreException(rejection.reason());
            }
            throw e;
        }
    }

    /** Nothing is observed of a store that is open for a moment. */
    private static final class Nobody implements CommitWriter.Observer {

        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {}
    }
}
