// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a server, one record for each section. Immutable and thread-safe.
 *
 * @param net the chat port
 * @param tls its encryption
 * @param admin the admin port
 * @param store where messages are kept
 * @param rooms what holds for every room
 * @param accounts who may come in
 * @param audit what is kept for the operator alone
 * @param limits what a peer may cost
 * @param names which names people may take
 * @param server the server as a whole
 */
public record ServerConfig(
        NetConfig net,
        TlsConfig tls,
        AdminConfig admin,
        StoreConfig store,
        RoomsConfig rooms,
        AccountsConfig accounts,
        AuditConfig audit,
        LimitsConfig limits,
        NamesConfig names,
        ServerSection server) {

    /** The settings that hold if nobody sets anything. */
    public static ServerConfig defaults() {
        return of(new Values(Map.of()));
    }

    /**
     * The defaults with some keys set, as {@code --set} does it; for tests and embedding.
     *
     * @param settings each {@code key=value}
     * @throws IllegalArgumentException if a key is unknown or a value wrong
     */
    public static ServerConfig with(String... settings) {
        try {
            return ConfigLoader.load(null, Map.of(), List.of(settings)).config();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whether who comes without TLS is refused. Looks the host's name up, which may take a while. */
    public boolean requiresTls() {
        return switch (tls.required()) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> !net.isOfThisMachineOnly();
        };
    }

    /** Why the server must not listen with these settings, one line for the operator; null if it may. May take a while. */
    public @Nullable String whyNotToListen() {
        if (tls.certificate() != null || !requiresTls()) {
            return null;
        }
        String why = tls.required() == TlsRequirement.AUTO
                ? "none, and others than this machine can reach net.host " + net.host()
                : "none, and tls.required is true";
        return "tls.certificate: " + why
                + " (expected: a certificate and its key in tls.certificate and tls.key, such as"
                + " `chat-server certificate` makes; or tls.required: false, and everyone on the network can read along)";
    }

    static ServerConfig of(Values values) {
        return new ServerConfig(
                NetConfig.of(values),
                TlsConfig.of(values),
                AdminConfig.of(values),
                StoreConfig.of(values),
                RoomsConfig.of(values),
                AccountsConfig.of(values),
                AuditConfig.of(values),
                LimitsConfig.of(values),
                NamesConfig.of(values),
                ServerSection.of(values));
    }
}
