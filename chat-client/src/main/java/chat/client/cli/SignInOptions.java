// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.config.ConfigException;
import chat.client.config.SecretCommand;
import chat.client.config.SecretSource;
import chat.client.config.ServerProfile;
import chat.protocol.message.AccountName;
import chat.protocol.message.Credentials;
import chat.protocol.message.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * What to sign in with. Nothing secret is taken from the command line, which every user of the machine can read: it comes from
 * a file, the environment or the terminal.
 */
final class SignInOptions {

    /** How often two passwords may differ. */
    private static final int TRIES = 3;

    private static final String PASSWORD_VARIABLE = "CHAT_PASSWORD";
    private static final String TOKEN_VARIABLE = "CHAT_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            converter = ConnectionOptions.NameConverter.class,
            description = "Sign in to this account. The password comes from --password-file, from CHAT_PASSWORD or from"
                    + " the terminal; never from the command line.")
    private @Nullable AccountName account;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "With --account: a file with the password in its first line.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Sign in with the token in the first line of this file; without --account also CHAT_TOKEN.")
    private @Nullable Path tokenFile;

    private @Nullable Credentials known;

    /**
     * What to sign in with, or null for a guest. A person may be asked, once.
     *
     * @param profile what is written down, for where the command line says nothing; or null
     */
    @Nullable
    Credentials credentials(@Nullable ServerProfile profile) {
        if (known == null) {
            known = isGiven() || profile == null ? find() : find(profile);
        }
        return known;
    }

    /** Whether there is anything to sign in with, after {@link #credentials} has looked. */
    boolean isGuest() {
        return known == null;
    }

    /** Whether the command line says what to sign in with. */
    boolean isGiven() {
        return account != null || passwordFile != null || tokenFile != null;
    }

    /** The account that is signed in to, where the command line must name it. */
    AccountName namedAccount(String option, @Nullable ServerProfile profile) {
        AccountName named = account(profile);
        if (named == null) {
            throw wrong(option + ": direct messages are between accounts (expected: --account NAME too)");
        }
        return named;
    }

    /** The account that is to be made. */
    AccountName requiredAccount(@Nullable ServerProfile profile) {
        AccountName named = account(profile);
        if (named == null) {
            throw wrong("--account: missing (expected: the name of the account)");
        }
        if (tokenFile != null) {
            throw wrong("--token-file: not for this command (expected: --account only)");
        }
        return named;
    }

    private @Nullable AccountName account(@Nullable ServerProfile profile) {
        return isGiven() || profile == null ? account : profile.account();
    }

    /**
     * A password that a person has chosen: typed twice, where it is typed.
     *
     * @param name of the account it is for
     */
    Secret chosenPassword(AccountName name, @Nullable ServerProfile profile) {
        Secret given = isGiven() || profile == null || profile.password() == null
                ? givenPassword()
                : read(profile, profile.password());
        if (given != null) {
            return given;
        }
        for (int i = 0; i < TRIES; i++) {
            Secret first = typed("A new password for " + name + ", 8 characters or more: ");
            if (first.equals(typed("Once more: "))) {
                return first;
            }
            // Whoever goes on typing a password must not find themselves in a shell.
            System.err.println("The two are not the same.");
        }
        throw wrong("the two passwords were not the same, " + TRIES + " times");
    }

    /** The secret in the first line of a file. */
    Secret firstLine(String option, Path file) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = in.readLine();
            if (line == null || line.isEmpty() || line.length() > Secret.MAX_LENGTH) {
                throw wrong(option + ": " + file + " has no usable first line (expected: 1 to " + Secret.MAX_LENGTH
                        + " characters)");
            }
            return new Secret(line);
        } catch (NoSuchFileException e) {
            throw wrong(option + ": there is no file " + file);
        } catch (CharacterCodingException e) {
            throw wrong(option + ": " + file + " is not in UTF-8");
        } catch (IOException e) {
            throw wrong(
                    option + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private @Nullable Credentials find() {
        if (account == null && passwordFile != null) {
            throw wrong("--password-file: of which account? (expected: --account)");
        }
        if (account != null && tokenFile != null) {
            throw wrong("--account, --token-file: both (expected: one)");
        }
        if (account != null) {
            Secret given = givenPassword();
            return new Credentials.OfAccount(account, given == null ? typed("Password of " + account + ": ") : given);
        }
        if (tokenFile != null) {
            return new Credentials.OfBot(firstLine("--token-file", tokenFile));
        }
        Secret token = variable(TOKEN_VARIABLE);
        return token == null ? null : new Credentials.OfBot(token);
    }

    private @Nullable Credentials find(ServerProfile profile) {
        if (profile.token() != null) {
            return new Credentials.OfBot(read(profile, profile.token()));
        }
        AccountName written = profile.account();
        if (written == null) {
            return find();
        }
        Secret given = profile.password() == null ? givenPassword() : read(profile, profile.password());
        return new Credentials.OfAccount(written, given == null ? typed("Password of " + written + ": ") : given);
    }

    private Secret read(ServerProfile profile, SecretSource source) {
        String where = "profile " + profile.name();
        if (source instanceof SecretSource.OfFile file) {
            return firstLine(where, file.file());
        } else if (source instanceof SecretSource.OfVariable named) {
            Secret secret = variable(named.variable());
            if (secret == null) {
                throw wrong(where + ": the environment has no " + named.variable() + " (expected: the secret)");
            }
            return secret;
        }
        try {
            return SecretCommand.run((SecretSource.OfCommand) source, SecretCommand.PATIENCE);
        } catch (ConfigException e) {
            throw wrong(where + ": " + e.getMessage());
        }
    }

    private @Nullable Secret givenPassword() {
        return passwordFile == null ? variable(PASSWORD_VARIABLE) : firstLine("--password-file", passwordFile);
    }

    private static @Nullable Secret variable(String name) {
        String value = System.getenv(name);
        // An empty environment variable is as good as none.
        return value == null || value.isEmpty() ? null : new Secret(value);
    }

    @SuppressWarnings("SystemConsoleNull")
    private Secret typed(String prompt) {
        // Since JDK 22 there is a console without a terminal too, unless told otherwise.
        System.setProperty("jdk.console", "java.base");
        Console terminal = System.console();
        char[] typed = terminal == null ? null : terminal.readPassword("%s", prompt);
        if (typed == null || typed.length == 0) {
            throw wrong("--account: no password (expected: --password-file, " + PASSWORD_VARIABLE
                    + " or one typed in a terminal)");
        }
        Secret secret = new Secret(typed);
        Arrays.fill(typed, '\0');
        return secret;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
