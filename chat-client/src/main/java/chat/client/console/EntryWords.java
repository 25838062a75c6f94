// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.words.RightsInWords;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What an entry of a room's log means that is no message. Thread-safe, as it keeps nothing. */
final class EntryWords {

    private EntryWords() {}

    /**
     * The words, or null where there is nothing to say.
     *
     * @param zone in which times are told
     */
    static @Nullable String of(LogEntry entry, ZoneId zone) {
        if (entry.event() instanceof RoomEvent.TopicChanged topic) {
            return topic.text().isEmpty()
                    ? entry.from() + " took the topic away"
                    : entry.from() + " set the topic: " + topic.text();
        }
        return RightsInWords.of(entry, zone);
    }
}
