// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.account.AccountState;
import chat.server.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The operator's side of accounts, whether the server is running or not. */
@Command(
        name = "account",
        description =
                "Makes, changes and lists accounts, invitations and tokens, whether the server is running or not. Passwords come"
                        + " from standard input or are made and shown once, never from the command line.")
final class AccountCommand {

    private static final int GENERATED_BYTES = 15;
    private static final int MOST_USES = 1_000_000;

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
        void on(OperatorDesk desk) throws IOException;
    }

    @Command(name = "list", description = "Lists all accounts, with those that were deleted.")
    int list() throws Exception {
        return with(desk -> desk.accounts().forEach(account -> say(line(account))));
    }

    @Command(name = "add", description = "Makes an account.")
    int add(@Parameters(paramLabel = "NAME") String name, @Mixin PasswordSource source) throws Exception {
        return with(desk -> {
            Secret password = password(source);
            desk.add(new AccountName(name), password);
            sayPassword(source, password);
        });
    }

    @Command(name = "reset-password", description = "Gives an account another password and signs it out everywhere.")
    int resetPassword(@Parameters(paramLabel = "NAME") String name, @Mixin PasswordSource source) throws Exception {
        return with(desk -> {
            Secret password = password(source);
            desk.resetPassword(new AccountName(name), password);
            sayPassword(source, password);
        });
    }

    @Command(name = "lock", description = "Keeps an account from being signed in to.")
    int lock(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(desk -> desk.set(new AccountName(name), AccountState.LOCKED));
    }

    @Command(name = "unlock", description = "Lets an account be signed in to again.")
    int unlock(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(desk -> desk.set(new AccountName(name), AccountState.ACTIVE));
    }

    @Command(name = "delete", description = "Deletes an account for ever. Its name stays reserved.")
    int delete(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(desk -> desk.set(new AccountName(name), AccountState.DELETED));
    }

    @Command(name = "sign-out", description = "Makes every proof of an account void.")
    int signOut(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(desk -> desk.signOut(new AccountName(name)));
    }

    @Command(name = "invite", description = "Makes an invitation, which is shown this once.")
    int invite(
            @Option(names = "--uses", defaultValue = "1", description = "For how many accounts; 1 without it.")
                    int uses,
            @Mixin Expiry expiry)
            throws Exception {
        if (uses < 1 || uses > MOST_USES) {
            throw new ParameterException(spec.commandLine(), "--uses: " + uses + " (expected: 1 to " + MOST_USES + ")");
        }
        return with(desk -> say(desk.invite(uses, expiry.millis())));
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
        return with(desk -> {
            Set<RoomName> scope =
                    rooms == null ? Set.of() : rooms.stream().map(RoomName::new).collect(Collectors.toSet());
            say(desk.addToken(new AccountName(account), name, scope, expiry.millis()));
        });
    }

    @Command(name = "list-tokens", description = "Lists all tokens, without their secrets.")
    int listTokens() throws Exception {
        return with(desk -> desk.tokens().forEach(token -> say(line(token))));
    }

    @Command(name = "revoke-token", description = "Makes a token worth nothing.")
    int revokeToken(@Parameters(paramLabel = "NUMBER") long id) throws Exception {
        return with(desk -> desk.revokeToken(id));
    }

    private int with(Work work) throws Exception {
        try (OperatorDesk desk = main.desk("change")) {
            work.on(desk);
        } catch (RejectedException e) {
            // A name that breaks the rule, before anything was asked.
            throw new StoreException(e.reason());
        } finally {
            spec.commandLine().getOut().flush();
        }
        return 0;
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

    private static String line(OperatorDesk.AccountLine account) {
        return account.id() + "\t" + account.name() + "\t" + account.state() + "\t" + account.created();
    }

    private static String line(OperatorDesk.TokenLine token) {
        String rooms = token.rooms().isEmpty() ? "all rooms" : String.join(" ", token.rooms());
        return token.id() + "\t" + token.account() + "\t" + token.name() + "\t" + token.state() + "\t" + rooms;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
    }
}
