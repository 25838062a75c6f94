// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.ChatOptions;
import chat.client.ServerAddress;
import chat.client.config.ConfigException;
import chat.client.config.ConfigFile;
import chat.client.config.ServerProfile;
import chat.client.state.StateFolder;
import chat.client.tls.ChatTls;
import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that every sub-command has: which server, which name or account, which room. */
final class ConnectionOptions {

    private static final ServerAddress DEFAULT_SERVER = new ServerAddress("127.0.0.1", ServerAddress.DEFAULT_PORT);
    private static final RoomName DEFAULT_ROOM = new RoomName("#lobby");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROFILE",
            description = "What is written down for a server under this name in $XDG_CONFIG_HOME/chat/config.yaml, or"
                    + " ~/.config/chat/config.yaml: where it is, who you are there. Before a command, too.")
    private @Nullable String named;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            scope = ScopeType.INHERIT,
            description = "What is written down for a server under this name, as PROFILE before a command.")
    private @Nullable String option;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            converter = AddressConverter.class,
            description = "Where the server listens; also CHAT_SERVER (default: 127.0.0.1:8080).")
    private @Nullable ServerAddress server;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            converter = NameConverter.class,
            description = "What you want to be called; also CHAT_NAME (default: the server gives a name).")
    private @Nullable AccountName name;

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            scope = ScopeType.INHERIT,
            converter = RoomConverter.class,
            description = "The room, with its # or without (default: #lobby).")
    private @Nullable RoomName room;

    @Mixin
    private TlsOptions tls;

    @Mixin
    private SignInOptions signIn;

    private @Nullable ServerProfile profile;
    private boolean looked;

    /** The options for a conversation, of whoever signs in. Asks a person for their password where that is needed. */
    ChatOptions chat(String label) {
        return guest(label).withCredentials(signIn.credentials(profile()));
    }

    /** The options for a conversation without an account. */
    ChatOptions guest(String label) {
        return ChatOptions.to(server()).withClient(label).withName(name()).withTls(trust());
    }

    /** The account that is to be made. */
    AccountName requiredAccount() {
        return signIn.requiredAccount(profile());
    }

    /** The password that it is to have. */
    Secret chosenPassword(AccountName account) {
        return signIn.chosenPassword(account, profile());
    }

    SignInOptions signIn() {
        return signIn;
    }

    /** How to make sure of the server, or null if connections are not to be encrypted. */
    @Nullable
    ChatTls trust() {
        ServerProfile of = profile();
        return tls.trust(of == null ? null : of.encryption());
    }

    ServerAddress server() {
        ServerProfile of = profile();
        if (server != null) {
            return server;
        } else if (of != null) {
            return of.server();
        }
        String variable = variable("CHAT_SERVER");
        return variable == null ? DEFAULT_SERVER : fromVariable("CHAT_SERVER", variable, new AddressConverter());
    }

    private @Nullable AccountName name() {
        ServerProfile of = profile();
        if (name != null) {
            return name;
        } else if (of != null && of.nick() != null) {
            return of.nick();
        }
        String variable = variable("CHAT_NAME");
        return variable == null ? null : fromVariable("CHAT_NAME", variable, new NameConverter());
    }

    /**
     * What is written down for the server. Whoever names another server gets nothing of the profile that is the default: what
     * signs in there is for its own server only.
     */
    private @Nullable ServerProfile profile() {
        if (!looked) {
            profile = lookUp();
            looked = true;
        }
        return profile;
    }

    /** What is wrong with the word that is neither a command nor an option, or null if nothing is or there is none. */
    @Nullable
    String unknownWord() {
        try {
            var unused = named == null ? null : lookUp();
            return null;
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }

    private @Nullable ServerProfile lookUp() {
        if (named != null && option != null) {
            throw wrong("--profile: " + option + ", and " + named + " before (expected: one profile)");
        }
        String wanted = named == null ? option : named;
        if (wanted == null && (server != null || variable("CHAT_SERVER") != null)) {
            return null;
        }
        Path home = home();
        Path file = ConfigFile.path(System.getenv(), home);
        ConfigFile config;
        try {
            config = ConfigFile.read(file, home);
        } catch (ConfigException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (wanted == null) {
            return config.standard() == null ? null : config.profiles().get(config.standard());
        }
        ServerProfile found = config.profiles().get(wanted);
        if (found == null) {
            throw wrong("'" + wanted + "' is no command and no profile (expected: a profile of " + file
                    + (config.profiles().isEmpty()
                            ? ", which has none)"
                            : ": " + String.join(", ", config.profiles().keySet()) + ")"));
        }
        if (server != null) {
            throw wrong("--server: the profile " + wanted + " has its own (expected: one of them)");
        }
        return found;
    }

    private <T> T fromVariable(String variable, String value, ITypeConverter<T> converter) {
        try {
            return converter.convert(value);
        } catch (Exception e) {
            throw wrong(variable + ": " + e.getMessage());
        }
    }

    private static @Nullable String variable(String variable) {
        String value = System.getenv(variable);
        // An empty environment variable is as good as none.
        return value == null || value.isEmpty() ? null : value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Where this user's clients keep what is to outlive them. */
    static StateFolder state() {
        return StateFolder.of(System.getenv(), home());
    }

    /** As a shell has it; where nobody knows it, as of a user without an entry, a folder that is not there. */
    private static Path home() {
        return Stream.of(System.getenv().getOrDefault("HOME", ""), System.getProperty("user.home"))
                .filter(home -> home.startsWith("/"))
                .findFirst()
                .map(Path::of)
                .orElse(Path.of("/nonexistent"));
    }

    /** The rooms that are wanted, the first one first; at least one. */
    List<RoomName> rooms() {
        ServerProfile of = profile();
        if (room != null) {
            return List.of(room);
        }
        return of == null || of.rooms().isEmpty() ? List.of(DEFAULT_ROOM) : of.rooms();
    }

    RoomName room() {
        return rooms().get(0);
    }

    /**
     * The room, or the direct room with somebody.
     *
     * @param option that names somebody, for what is said if nobody is signed in by name
     * @param with somebody, or null
     */
    RoomName room(String option, @Nullable AccountName with) {
        return with == null ? room() : checked(() -> RoomName.direct(signIn.namedAccount(option, profile()), with));
    }

    static final class AddressConverter implements ITypeConverter<ServerAddress> {
        @Override
        public ServerAddress convert(String value) {
            try {
                return ServerAddress.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    static final class NameConverter implements ITypeConverter<@Nullable AccountName> {
        @Override
        public @Nullable AccountName convert(String value) {
            // An empty environment variable is as good as none.
            return value.isEmpty() ? null : checked(() -> new AccountName(value));
        }
    }

    static final class RoomConverter implements ITypeConverter<RoomName> {
        @Override
        public RoomName convert(String value) {
            // A shell takes an unquoted # for the beginning of a comment.
            return checked(() -> new RoomName(value.startsWith("#") ? value : "#" + value));
        }
    }

    private static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (RejectedException e) {
            throw new TypeConversionException(e.reason());
        }
    }
}
