// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.List;
import java.util.Map;

/**
 * All settings of a server, one record for each section. Immutable and thread-safe.
 *
 * @param net the chat port
 * @param admin the admin port
 * @param store where messages are kept
 * @param rooms what holds for every room
 * @param limits what a peer may cost
 * @param server the server as a whole
 */
public record ServerConfig(
        NetConfig net,
        AdminConfig admin,
        StoreConfig store,
        RoomsConfig rooms,
        LimitsConfig limits,
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

    static ServerConfig of(Values values) {
        return new ServerConfig(
                NetConfig.of(values),
                AdminConfig.of(values),
                StoreConfig.of(values),
                RoomsConfig.of(values),
                LimitsConfig.of(values),
                ServerSection.of(values));
    }
}
