// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.RoomName;
import chat.server.dialect.Dialect;
import chat.server.limit.AddressKey;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions, by event loop: gives them the time and, when the server stops, the hint to come back. Thread-safe; what
 * belongs to a loop is confined to it.
 */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final long FIRST_RECONNECT_MILLIS = 500;
    private static final long RECONNECT_SPREAD_MILLIS = 2_500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long QUIET_POLL_MILLIS = 10;

    /** Those of each loop by their ids; only the map around them may be used on other threads. */
    private final IdentityHashMap<EventLoop, NavigableMap<Long, SessionHandler>> byLoop = new IdentityHashMap<>();

    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private final SessionServices services;
    private volatile boolean stopping;

    /** @param loops all event loops on which there are connections */
    public Sessions(List<EventLoop> loops, SessionServices services) {
        this.services = services;
        loops.forEach(loop -> byLoop.put(loop, new TreeMap<>()));
    }

    /** Begins to give sessions the time. */
    public void start() {
        byLoop.forEach((loop, handlers) -> {
            var unused = loop.scheduleAtFixedRate(() -> tick(loop, handlers.values()), 1, 1, TimeUnit.SECONDS);
        });
    }

    /** The last handler for a connection whose dialect is known. To be called on the connection's event loop. */
    public SessionHandler newHandler(Channel channel, Dialect dialect) {
        return new SessionHandler(lastId.incrementAndGet(), this, services, channel, dialect);
    }

    /** What the operator may see of them. */
    public Inspection inspection() {
        return new Inspection(byLoop);
    }

    /**
     * Tells everybody that the server stops: what is in flight is answered, then each is sent off with a hint when to come
     * back, each with another, so that they do not all come at once.
     *
     * @return completed when all have gone
     */
    public CompletionStage<Void> sayGoodbye() {
        stopping = true;
        List<CompletableFuture<Void>> quiet = new ArrayList<>();
        byLoop.forEach((loop, handlers) -> {
            CompletableFuture<Void> loopIsQuiet = new CompletableFuture<>();
            quiet.add(loopIsQuiet);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            loop.execute(() -> awaitQuiet(loop, handlers.values(), deadline, loopIsQuiet));
        });
        // Nobody is sent off before everything in flight has been answered: who only reads would miss what was stored
        // last.
        CompletableFuture.allOf(quiet.toArray(CompletableFuture[]::new))
                .thenRun(() -> byLoop.forEach((loop, handlers) ->
                        loop.execute(() -> new ArrayList<>(handlers.values()).forEach(Sessions::sendOff))));
        if (open.get() == 0) {
            empty.complete(null);
        }
        return empty;
    }

    /** Has everybody who may no longer be in a room leave it, on their loops. */
    void recheck(Expulsions.Change change) {
        byLoop.forEach((loop, handlers) -> loop.execute(() -> {
            long now = System.currentTimeMillis();
            for (SessionHandler handler : new ArrayList<>(handlers.values())) {
                try {
                    handler.phase().recheck(change, now);
                } catch (RuntimeException e) {
                    fault(e);
                }
            }
        }));
    }

    /** Where the connections come from with which somebody is in a room; completed on one of their loops. */
    CompletionStage<Set<AddressKey>> addressesIn(RoomName room, AccountName name) {
        Set<AddressKey> found = ConcurrentHashMap.newKeySet();
        return CompletableFuture.allOf(byLoop.entrySet().stream()
                        .map(loop -> CompletableFuture.runAsync(
                                () -> collect(loop.getValue().values(), room, name, found), loop.getKey()))
                        .toArray(CompletableFuture[]::new))
                .thenApply(done -> found);
    }

    private static void collect(
            Collection<SessionHandler> handlers, RoomName room, AccountName name, Set<AddressKey> found) {
        for (SessionHandler handler : handlers) {
            AddressKey address = handler.phase().addressIn(room, name);
            if (address != null) {
                found.add(address);
            }
        }
    }

    void opened(SessionHandler handler) {
        open.incrementAndGet();
        handlersOf(handler).put(handler.id(), handler);
        if (stopping) {
            // In a turn of its own: the handlers that the goodbye goes through come after this one.
            handler.connection().channel().eventLoop().execute(() -> sendOff(handler));
        }
    }

    void closed(SessionHandler handler) {
        handlersOf(handler).remove(handler.id());
        if (open.decrementAndGet() == 0 && stopping) {
            empty.complete(null);
        }
    }

    private NavigableMap<Long, SessionHandler> handlersOf(SessionHandler handler) {
        NavigableMap<Long, SessionHandler> handlers =
                byLoop.get(handler.connection().channel().eventLoop());
        if (handlers == null) {
            throw new IllegalStateException("a connection on a loop of somebody else");
        }
        return handlers;
    }

    private void tick(EventLoop loop, Collection<SessionHandler> handlers) {
        // A timer whose task throws would never fire again.
        try {
            services.fanOut().audienceOf(loop).check();
        } catch (RuntimeException e) {
            fault(e);
        }
        long now = System.nanoTime();
        for (SessionHandler handler : new ArrayList<>(handlers)) {
            // Each for itself: one that throws every second must not keep the others from their deadlines.
            try {
                handler.tick(now);
            } catch (RuntimeException e) {
                fault(e);
            }
        }
    }

    private void fault(RuntimeException cause) {
        if (services.metrics().bug()) {
            LOG.error("giving a session the time failed", cause);
        }
    }

    /** Lets no further command in, and waits until those that are in have been answered. */
    private static void awaitQuiet(
            EventLoop loop, Collection<SessionHandler> handlers, long deadlineNanos, CompletableFuture<Void> quiet) {
        int inFlight = 0;
        for (SessionHandler handler : handlers) {
            handler.connection().closeToCommands();
            inFlight += handler.connection().inFlight();
        }
        if (inFlight == 0 || System.nanoTime() - deadlineNanos > 0) {
            quiet.complete(null);
        } else {
            var unused = loop.schedule(
                    () -> awaitQuiet(loop, handlers, deadlineNanos, quiet), QUIET_POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void sendOff(SessionHandler handler) {
        long hint = FIRST_RECONNECT_MILLIS + ThreadLocalRandom.current().nextLong(RECONNECT_SPREAD_MILLIS);
        handler.farewell().whenAnswered(CloseReason.SERVER_STOPPING, "the server is stopping", hint);
    }
}
