// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.List;

/**
 * A configuration and how it came about. Immutable and thread-safe.
 *
 * @param config the settings
 * @param warnings what is odd but does not keep the server from starting, one line each
 * @param changes the settings that differ from their defaults, in the order of the table
 */
public record LoadedConfig(ServerConfig config, List<String> warnings, List<Change> changes) {

    /** Copies the lists. */
    public LoadedConfig {
        warnings = List.copyOf(warnings);
        changes = List.copyOf(changes);
    }

    /**
     * Looks whether a server may listen like this, which other commands need not care about. May take a while.
     *
     * @throws ConfigException if not; it says why
     */
    public void checkListening() throws ConfigException {
        String problem = config.whyNotToListen();
        if (problem != null) {
            throw new ConfigException(List.of(problem));
        }
    }

    /**
     * A setting that differs from its default.
     *
     * @param key the name of the key
     * @param value its value in the form of the configuration file; a secret is hidden
     * @param origin who set it
     */
    public record Change(String key, String value, Origin origin) {}
}
