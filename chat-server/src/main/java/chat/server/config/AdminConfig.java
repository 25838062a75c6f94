// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/**
 * The admin port. Immutable and thread-safe.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 takes any free port
 */
public record AdminConfig(String host, int port) {

    static AdminConfig of(Values values) {
        return new AdminConfig(values.get(Keys.ADMIN_HOST), values.get(Keys.ADMIN_PORT));
    }
}
