// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.ChatOptions;
import chat.client.ServerAddress;
import chat.client.state.StateFolder;
import chat.client.tls.ChatTls;
import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options that every sub-command has: which server, which name or account, which room. */
final class ConnectionOptions {

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:CHAT_SERVER:-127.0.0.1:8080}",
            converter = AddressConverter.class,
            description = "Where the server listens; also CHAT_SERVER (default: 127.0.0.1:8080).")
    private ServerAddress server;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:CHAT_NAME}",
            converter = NameConverter.class,
            description = "What you want to be called; also CHAT_NAME (default: the server gives a name).")
    private @Nullable AccountName name;

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            scope = ScopeType.INHERIT,
            defaultValue = "#lobby",
            converter = RoomConverter.class,
            description = "The room, with its # or without (default: #lobby).")
    private RoomName room;

    @Mixin
    private TlsOptions tls;

    @Mixin
    private SignInOptions signIn;

    /** The options for a conversation, of whoever signs in. Asks a person for their password where that is needed. */
    ChatOptions chat(String label) {
        return guest(label).withCredentials(signIn.credentials());
    }

    /** The options for a conversation without an account. */
    ChatOptions guest(String label) {
        return ChatOptions.to(server).withClient(label).withName(name).withTls(tls.trust());
    }

    SignInOptions signIn() {
        return signIn;
    }

    /** How to make sure of the server, or null if connections are not to be encrypted. */
    @Nullable
    ChatTls trust() {
        return tls.trust();
    }

    ServerAddress server() {
        return server;
    }

    /** Where this user's clients keep what is to outlive them. */
    static StateFolder state() {
        return StateFolder.of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    RoomName room() {
        return room;
    }

    /**
     * The room, or the direct room with somebody.
     *
     * @param option that names somebody, for what is said if nobody is signed in by name
     * @param with somebody, or null
     */
    RoomName room(String option, @Nullable AccountName with) {
        return with == null ? room : checked(() -> RoomName.direct(signIn.namedAccount(option), with));
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
