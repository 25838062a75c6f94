// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The admin port. Immutable and thread-safe.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 takes any free port
 * @param tokenFile whose first line is the token of the API, or null
 */
public record AdminConfig(String host, int port, @Nullable Path tokenFile) {

    static AdminConfig of(Values values) {
        return new AdminConfig(
                values.get(Keys.ADMIN_HOST), values.get(Keys.ADMIN_PORT), file(values.get(Keys.ADMIN_TOKEN_FILE)));
    }

    /** Whether it can be reached from this machine only, by the spelling of the host. */
    public boolean isOfThisMachineOnly() {
        return AccountsConfig.isLoopback(host);
    }

    private static @Nullable Path file(Path path) {
        return path.equals(ValueType.NO_PATH) ? null : path;
    }
}
