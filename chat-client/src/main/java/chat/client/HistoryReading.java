// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Reads a room's log page by page, each after the one before has come. Confined to the client's event loop. */
final class HistoryReading {

    /** More than a server gives at once: it is the server that says how many. */
    private static final int MOST_AT_ONCE = 1_000;

    private final ChatClient client;
    private final RoomName room;
    private final Consumer<Event.Page> pages;

    private long left;
    private boolean complete = true;

    /** @param count how many entries at the most */
    HistoryReading(ChatClient client, RoomName room, long count, Consumer<Event.Page> pages) {
        this.client = client;
        this.room = room;
        this.left = count;
        this.pages = pages;
    }

    /** Reads from here on; see {@link ChatClient#readHistory}. */
    CompletionStage<Boolean> from(HistoryRange range) {
        if (!(range instanceof HistoryRange.Newest)) {
            return next(range);
        }
        return client.history(room, range, 1).thenCompose(newest -> {
            if (newest.entries().isEmpty()) {
                return CompletableFuture.completedStage(newest.complete());
            }
            long head = newest.entries().get(0).seq();
            long count = Math.min(left, head);
            left = count;
            return next(new HistoryRange.After(head - count));
        });
    }

    private CompletionStage<Boolean> next(HistoryRange range) {
        return client.history(room, range, (int) Math.min(left, MOST_AT_ONCE)).thenCompose(page -> {
            complete &= page.complete();
            List<LogEntry> entries = page.entries();
            if (!entries.isEmpty()) {
                pages.accept(page);
            }
            left -= entries.size();
            if (entries.isEmpty() || left <= 0) {
                return CompletableFuture.completedStage(complete);
            }
            if (!(range instanceof HistoryRange.Before)) {
                return next(
                        new HistoryRange.After(entries.get(entries.size() - 1).seq()));
            }
            long first = entries.get(0).seq();
            return first <= 1 ? CompletableFuture.completedStage(complete) : next(new HistoryRange.Before(first));
        });
    }
}
