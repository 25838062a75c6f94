// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.protocol.line.Visible;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.words.Deed;
import chat.protocol.words.RightsInWords;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries for a person, with day and time: one line each, and further lines of a message set in, so that none can pass for an
 * entry of its own. Safe for a terminal. Thread-safe.
 */
final class EntryText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss ");

    private static final String CONTINUATION = " ".repeat(20) + "| ";

    private final ZoneId zone;

    /** @param zone in which times are told */
    EntryText(ZoneId zone) {
        this.zone = zone;
    }

    /** The lines of an entry; none of one that only programs need. */
    List<String> of(LogEntry entry) {
        String time = TIME.format(Instant.ofEpochMilli(entry.atMillis()).atZone(zone));
        String who = Visible.of(entry.from().value());
        if (entry.event() instanceof RoomEvent.Message message) {
            List<String> lines = new ArrayList<>();
            String deed = Deed.of(message.text());
            String head = deed == null ? "<" + who + "> " : "* " + who + " ";
            for (String line : Visible.lines(deed == null ? message.text() : deed)) {
                lines.add(lines.isEmpty() ? time + head + line : CONTINUATION + line);
            }
            return lines;
        }
        String words = entry.event() instanceof RoomEvent.TopicChanged topic
                ? who + (topic.text().isEmpty() ? " took the topic away" : " set the topic: " + topic.text())
                : RightsInWords.of(entry, zone);
        return words == null ? List.of() : List.of(time + "* " + Visible.of(words));
    }
}
