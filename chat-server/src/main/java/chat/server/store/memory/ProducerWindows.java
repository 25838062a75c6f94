// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ProducerId;
import chat.server.log.SenderId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The windows of all producers, by sender and producer, so that nobody reaches into another's. Confined to the writer
 * thread.
 *
 * <p>They take a bounded amount of memory: when they remember too many places, those of the producers that have been
 * quiet longest are forgotten, and a message of theirs that comes again is taken for a new one.
 */
final class ProducerWindows {

    private record Key(SenderId sender, ProducerId producer) {}

    private final Map<Key, ProducerWindow> windows = new LinkedHashMap<>(16, 0.75f, true);
    private final int maxPlaces;
    private int places;

    /** @param maxPlaces how many ids are remembered in all */
    ProducerWindows(int maxPlaces) {
        this.maxPlaces = maxPlaces;
    }

    /** See {@link ProducerWindow#find}. */
    ProducerWindow.@Nullable Place find(SenderId sender, ClientMessageId id) {
        ProducerWindow window = windows.get(new Key(sender, id.producer()));
        return window == null ? null : window.find(id.counter());
    }

    /** See {@link ProducerWindow#stored}. */
    void stored(SenderId sender, ClientMessageId id, ProducerWindow.Place place) {
        ProducerWindow window = windows.computeIfAbsent(new Key(sender, id.producer()), key -> new ProducerWindow());
        places -= window.size();
        window.stored(id.counter(), place);
        places += window.size();
        Iterator<ProducerWindow> quietFirst = windows.values().iterator();
        while (places > maxPlaces && windows.size() > 1) {
            places -= quietFirst.next().size();
            quietFirst.remove();
        }
    }

    /** How many ids are remembered in all. */
    int places() {
        return places;
    }
}
