// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.CloseReason;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operator's look at the connections: each event loop answers for its own, in a turn of its own. So the whole is of no
 * one moment, and no loop waits for it. Thread-safe.
 */
public final class Inspection {

    private final Map<EventLoop, NavigableMap<Long, SessionHandler>> byLoop;

    Inspection(Map<EventLoop, NavigableMap<Long, SessionHandler>> byLoop) {
        this.byLoop = byLoop;
    }

    /**
     * Some of the connections that have said what they speak, in the order of their ids.
     *
     * @param after those with higher ids only
     * @param limit how many at the most
     * @return completed on any thread
     */
    public CompletionStage<List<ConnectionView>> connections(long after, int limit) {
        return ofEach(handlers -> handlers.tailMap(after, false).values().stream()
                        .filter(handler -> !handler.farewell().isOver())
                        .limit(limit)
                        .map(SessionHandler::view)
                        .toList())
                .thenApply(parts -> parts.stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingLong(ConnectionView::id))
                        .limit(limit)
                        .toList());
    }

    /**
     * Ends a connection, for good: its client is told not to come back by itself.
     *
     * @return what it was, or null if there is none of this id; completed on any thread
     */
    public CompletionStage<@Nullable ConnectionView> close(long id) {
        return ofEach(handlers -> {
                    SessionHandler handler = handlers.get(id);
                    if (handler == null || handler.farewell().isOver()) {
                        return List.<ConnectionView>of();
                    }
                    ConnectionView view = handler.view();
                    handler.sendAway(CloseReason.SIGNED_OUT, "the operator has closed this connection");
                    return List.of(view);
                })
                .thenApply(parts ->
                        parts.stream().flatMap(List::stream).findFirst().orElse(null));
    }

    private CompletionStage<List<List<ConnectionView>>> ofEach(
            Function<NavigableMap<Long, SessionHandler>, List<ConnectionView>> look) {
        List<CompletableFuture<List<ConnectionView>>> parts = new ArrayList<>();
        byLoop.forEach((loop, handlers) -> parts.add(CompletableFuture.supplyAsync(() -> look.apply(handlers), loop)));
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(all -> parts.stream().map(CompletableFuture::join).toList());
    }
}
