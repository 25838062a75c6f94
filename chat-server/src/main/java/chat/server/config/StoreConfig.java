// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.nio.file.Path;

/**
 * Where messages are kept. Immutable and thread-safe.
 *
 * @param kind the store
 * @param path folder of a store that writes files, relative to the working directory
 * @param durability what an acknowledgement promises
 * @param memoryEntriesPerRoom entries that the memory store keeps for each room, at least 1
 * @param memorySize bytes that the memory store keeps in all, at least 1 KiB
 */
public record StoreConfig(
        StoreKind kind, Path path, Durability durability, int memoryEntriesPerRoom, DataSize memorySize) {

    static StoreConfig of(Values values) {
        return new StoreConfig(
                values.get(Keys.STORE_KIND),
                values.get(Keys.STORE_PATH),
                values.get(Keys.STORE_DURABILITY),
                values.get(Keys.STORE_MEMORY_ENTRIES_PER_ROOM),
                values.get(Keys.STORE_MEMORY_SIZE));
    }
}
