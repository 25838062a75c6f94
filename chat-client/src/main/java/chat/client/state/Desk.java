// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import chat.protocol.message.RoomName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a person had before them when they left a console. Bounded, whatever it is made of: what is too long is left out, and
 * of the lines the last {@value #MAX_LINES} are there.
 *
 * @param rooms those that were open, in their order
 * @param drafts what was being typed in a room
 * @param alerts of what in a room the person wants to hear, in the console's word for it
 * @param lines what was typed before, the latest last
 */
public record Desk(
        List<RoomName> rooms, Map<RoomName, String> drafts, Map<RoomName, String> alerts, List<String> lines) {

    /** Nothing. */
    public static final Desk EMPTY = new Desk(List.of(), Map.of(), Map.of(), List.of());

    /** How many lines there are at the most. */
    public static final int MAX_LINES = 200;

    /** How many characters a line may have. */
    static final int MAX_LINE = 8 * 1024;

    /** How many characters a draft may have: as many as a server takes at the very most. */
    static final int MAX_DRAFT = 64 * 1024;

    /** Keeps copies. */
    public Desk {
        rooms = rooms.stream().distinct().toList();
        drafts = only(drafts, draft -> !draft.isEmpty() && draft.length() <= MAX_DRAFT);
        alerts = only(alerts, alert -> true);
        List<String> fitting =
                lines.stream().filter(line -> line.length() <= MAX_LINE).toList();
        lines = List.copyOf(fitting.subList(Math.max(0, fitting.size() - MAX_LINES), fitting.size()));
    }

    /** The same with other rooms. */
    public Desk withRooms(List<RoomName> open) {
        return new Desk(open, drafts, alerts, lines);
    }

    /** How much of each there is: the texts are nobody else's affair. */
    @Override
    public String toString() {
        return "Desk[rooms=" + rooms + ", drafts=" + drafts.size() + ", lines=" + lines.size() + "]";
    }

    private static Map<RoomName, String> only(Map<RoomName, String> texts, Predicate<String> which) {
        return texts.entrySet().stream()
                .filter(text -> which.test(text.getValue()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, TreeMap::new),
                        java.util.Collections::unmodifiableMap));
    }
}
