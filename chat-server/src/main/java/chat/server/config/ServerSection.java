// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;

/**
 * The server as a whole. Immutable and thread-safe.
 *
 * @param name the name by which it greets, 1 to 63 characters
 * @param heartbeat how often framed clients are asked for a sign of life
 * @param stopTimeout time for an orderly stop
 * @param guestPrefix beginning of the names of guests, 1 to 16 characters
 */
public record ServerSection(String name, Duration heartbeat, Duration stopTimeout, String guestPrefix) {

    static ServerSection of(Values values) {
        return new ServerSection(
                values.get(Keys.SERVER_NAME),
                values.get(Keys.SERVER_HEARTBEAT),
                values.get(Keys.SERVER_STOP_TIMEOUT),
                values.get(Keys.SERVER_GUEST_PREFIX));
    }
}
