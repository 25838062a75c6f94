// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.account.Account;
import chat.server.account.AccountBook;
import chat.server.account.AccountState;
import chat.server.account.BotToken;
import chat.server.account.OperatorAccounts;
import chat.server.audit.Actor;
import chat.server.audit.AuditTrail;
import chat.server.config.ConfigException;
import chat.server.config.ServerConfig;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import chat.server.store.StoreException;
import chat.server.store.sqlite.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The operator's side of accounts, on the database of a server that is stopped. */
@Command(
        name = "account",
        description =
                "Makes, changes and lists accounts, invitations and tokens while the server is stopped. Passwords come"
                        + " from standard input or are made and shown once, never from the command line.")
final class AccountCommand {

    private static final int GENERATED_BYTES = 15;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    /** Where a password comes from. */
    static final class PasswordSource {

        @Option(
                names = "--password-stdin",
                description =
                        "Reads the password from the first line of standard input; otherwise one is made and shown.")
        private boolean isStdin;
    }

    /** For how long something is good. */
    static final class Expiry {

        @Option(
                names = "--expires",
                paramLabel = "DAYS",
                description = "For how many days it is good; without it, for ever.")
        private @Nullable Integer days;

        @Nullable
        Long millis() {
            return days == null
                    ? null
                    : Instant.now().plus(Duration.ofDays(days)).toEpochMilli();
        }
    }

    /** Something done with accounts. */
    @FunctionalInterface
    private interface Work {
        void on(OperatorAccounts accounts) throws IOException;
    }

    @Command(name = "list", description = "Lists all accounts, with those that were deleted.")
    int list() throws Exception {
        return with(accounts -> accounts.accounts().forEach(account -> say(line(account))));
    }

    @Command(name = "add", description = "Makes an account.")
    int add(@Parameters(paramLabel = "NAME") String name, @Mixin PasswordSource source) throws Exception {
        return with(accounts -> {
            Secret password = password(source);
            done(accounts.add(new AccountName(name), password));
            sayPassword(source, password);
        });
    }

    @Command(name = "reset-password", description = "Gives an account another password and signs it out everywhere.")
    int resetPassword(@Parameters(paramLabel = "NAME") String name, @Mixin PasswordSource source) throws Exception {
        return with(accounts -> {
            Secret password = password(source);
            done(accounts.resetPassword(new AccountName(name), password));
            sayPassword(source, password);
        });
    }

    @Command(name = "lock", description = "Keeps an account from being signed in to.")
    int lock(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> done(accounts.set(new AccountName(name), AccountState.LOCKED)));
    }

    @Command(name = "unlock", description = "Lets an account be signed in to again.")
    int unlock(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> done(accounts.set(new AccountName(name), AccountState.ACTIVE)));
    }

    @Command(name = "delete", description = "Deletes an account for ever. Its name stays reserved.")
    int delete(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> done(accounts.set(new AccountName(name), AccountState.DELETED)));
    }

    @Command(name = "sign-out", description = "Makes every proof of an account void.")
    int signOut(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(accounts -> done(accounts.signOut(new AccountName(name))));
    }

    @Command(name = "invite", description = "Makes an invitation, which is shown this once.")
    int invite(
            @Option(names = "--uses", defaultValue = "1", description = "For how many accounts; 1 without it.")
                    int uses,
            @Mixin Expiry expiry)
            throws Exception {
        return with(accounts -> say(done(accounts.invite(uses, expiry.millis())).reveal()));
    }

    @Command(name = "add-token", description = "Makes a token for a bot, which is shown this once.")
    int addToken(
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Parameters(paramLabel = "NAME", description = "What the token is for.") String name,
            @Option(names = "--room", description = "A room that it is good for; may be repeated. Without it, all.")
                    @Nullable
                    List<String> rooms,
            @Mixin Expiry expiry)
            throws Exception {
        return with(accounts -> {
            Set<RoomName> scope =
                    rooms == null ? Set.of() : rooms.stream().map(RoomName::new).collect(Collectors.toSet());
            say(done(accounts.addToken(new AccountName(account), name, scope, expiry.millis()))
                    .reveal());
        });
    }

    @Command(name = "list-tokens", description = "Lists all tokens, without their secrets.")
    int listTokens() throws Exception {
        return with(accounts -> accounts.tokens().forEach(token -> say(line(accounts, token))));
    }

    @Command(name = "revoke-token", description = "Makes a token worth nothing.")
    int revokeToken(@Parameters(paramLabel = "NUMBER") long id) throws Exception {
        return with(accounts -> done(accounts.revokeToken(id)));
    }

    private int with(Work work) throws ConfigException, IOException {
        ServerConfig config = main.config();
        try (ChatStore store = new SqliteStore(
                main.dataFolder("change"),
                config.store().durability(),
                Retention.FOR_EVER,
                Clock.systemUTC(),
                new Nobody())) {
            store.start(batch -> {});
            AccountBook book = new AccountBook(store.accounts(), Clock.systemUTC());
            done(book.load());
            AuditTrail trail = new AuditTrail(store::audit, Clock.systemUTC());
            work.on(new OperatorAccounts(book, ChatServer.hashing(config.accounts()), trail, Actor.operator()));
        } catch (RejectedException e) {
            throw new StoreException(e.reason());
        } finally {
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RejectedException rejection) {
                throw rejection;
            }
            throw e;
        }
    }

    private static Secret password(PasswordSource source) throws IOException {
        if (!source.isStdin) {
            byte[] random = new byte[GENERATED_BYTES];
            new SecureRandom().nextBytes(random);
            return new Secret(Base64.getUrlEncoder().encodeToString(random));
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new StoreException(
                    "--password-stdin: standard input is empty (expected: a password on its first line)");
        }
        return new Secret(line);
    }

    private void sayPassword(PasswordSource source, Secret password) {
        if (!source.isStdin) {
            say(password.reveal());
        }
    }

    private static String line(Account account) {
        return account.id() + "\t" + account.name() + "\t"
                + account.state().name().toLowerCase(Locale.ROOT) + "\t"
                + Instant.ofEpochMilli(account.createdMillis());
    }

    private static String line(OperatorAccounts accounts, BotToken token) {
        String rooms = token.rooms().isEmpty()
                ? "all rooms"
                : token.rooms().stream().map(RoomName::value).sorted().collect(Collectors.joining(" "));
        String state = token.isGood(System.currentTimeMillis()) ? "good" : "void";
        return token.key().id() + "\t" + accounts.owner(token) + "\t" + token.name() + "\t" + state + "\t" + rooms;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
    }

    /** Nothing is observed of a store that is open for a moment. */
    private static final class Nobody implements CommitWriter.Observer {

        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {}
    }
}
