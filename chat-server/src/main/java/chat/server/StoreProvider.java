// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.RoomName;
import chat.server.config.AuditConfig;
import chat.server.config.Keep;
import chat.server.config.RoomsConfig;
import chat.server.config.ServerConfig;
import chat.server.config.StoreConfig;
import chat.server.lifecycle.StartException;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import chat.server.store.memory.MemoryStore;
import chat.server.store.sqlite.SqliteStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the store that a configuration asks for. */
@FunctionalInterface
interface StoreProvider {

    /**
     * Makes the store; whoever gets it closes it.
     *
     * @throws StartException if it cannot be used
     */
    ChatStore store(ServerConfig config, CommitWriter.Observer observer) throws StartException;

    /** The stores that the product has. */
    static StoreProvider builtIn() {
        return (config, observer) -> {
            StoreConfig store = config.store();
            return switch (store.kind()) {
                case SQLITE ->
                    new SqliteStore(store.path(), store.durability(), retention(config), Clock.systemUTC(), observer);
                case MEMORY ->
                    new MemoryStore(
                            store.memoryEntriesPerRoom(),
                            store.memorySize().bytes(),
                            config.accounts().deletedMessages(),
                            Clock.systemUTC(),
                            observer);
            };
        };
    }

    private static Retention retention(ServerConfig config) {
        RoomsConfig rooms = config.rooms();
        AuditConfig audit = config.audit();
        Map<RoomName, Retention.Rule> exceptions = new HashMap<>();
        rooms.keep().byRoom().forEach((room, keep) -> exceptions.put(room, rule(keep)));
        Retention.Rule records = new Retention.Rule(
                audit.keepRecords().isOff()
                        ? OptionalLong.empty()
                        : OptionalLong.of(audit.keepRecords().value()),
                audit.keepAge().isOff()
                        ? Optional.empty()
                        : Optional.of(audit.keepAge().value()));
        return new Retention(
                rule(new Keep(rooms.keepEntries(), rooms.keepAge())),
                exceptions,
                records,
                config.accounts().deletedMessages());
    }

    private static Retention.Rule rule(Keep keep) {
        return new Retention.Rule(
                keep.entries().isOff()
                        ? OptionalLong.empty()
                        : OptionalLong.of(keep.entries().value()),
                keep.age().isOff() ? Optional.empty() : Optional.of(keep.age().value()));
    }
}
