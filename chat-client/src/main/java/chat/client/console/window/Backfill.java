// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads from the server what the window has let go, or never had. Thread-safe; never waits. */
public final class Backfill {

    /** A part of a log; {@code complete} is false where entries that were asked for are no longer kept. */
    public record Part(List<LogEntry> entries, boolean complete) {
        /** Keeps a copy of the list. */
        public Part {
            entries = List.copyOf(entries);
        }
    }

    /** Where logs are read from. */
    public interface Source {
        /** Reads a part of a log; fails if it cannot be had now. */
        CompletionStage<Part> read(RoomName room, HistoryRange range, int limit);
    }

    /** As many at once; a server may give fewer. */
    private static final int PAGE = 200;

    private final Source source;
    private final Function<LogEntry, @Nullable String> words;

    /** @param words what to show of an entry that is no message; null for nothing */
    public Backfill(Source source, Function<LogEntry, @Nullable String> words) {
        this.source = source;
        this.words = words;
    }

    /**
     * Reads what is wanted. Where it cannot be had now, the room counts as loading until there is a reason to try again.
     */
    void read(Rooms rooms, Want want) {
        HistoryRange range = want.range();
        source.read(want.room().name(), range, PAGE)
                .thenAccept(part -> rooms.loaded(want, timeline -> {
                    List<Item> items = rooms.items(want.room(), part.entries(), words);
                    if (range instanceof HistoryRange.At) {
                        arrived(want.room(), part);
                    } else if (range instanceof HistoryRange.After after) {
                        timeline.newer(items, last(part, after.seq()));
                    } else {
                        older(timeline, part, items);
                    }
                }));
    }

    private static void arrived(RoomView room, Part part) {
        if (part.entries().isEmpty()) {
            room.notFound();
        } else {
            room.arrivedAt(part.entries().get(0).seq());
        }
    }

    private static void older(Timeline timeline, Part part, List<Item> items) {
        List<LogEntry> entries = part.entries();
        long first = entries.isEmpty() ? timeline.oldest() : entries.get(0).seq();
        timeline.older(items, first, entries.isEmpty() || first <= 1 || !part.complete());
    }

    private static long last(Part part, long otherwise) {
        List<LogEntry> entries = part.entries();
        return entries.isEmpty() ? otherwise : entries.get(entries.size() - 1).seq();
    }
}
