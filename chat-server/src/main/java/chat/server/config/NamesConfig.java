// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/**
 * Which names people may take. Immutable and thread-safe.
 *
 * @param reserved names that guests may not take
 */
public record NamesConfig(ReservedNames reserved) {

    static NamesConfig of(Values values) {
        return new NamesConfig(values.get(Keys.NAMES_RESERVED));
    }
}
