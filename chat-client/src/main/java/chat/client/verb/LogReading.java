// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.ChatClient;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads a part of a room's log, each entry once and in order, up to the last one that the room had when the reading began. It
 * goes on where it was when a connection is lost, and says what it could not have. One page is kept at a time. The room is
 * followed meanwhile, without becoming a member: only so does a client learn that the log is another one after a lost
 * connection, whose numbers would not fit to those before.
 */
final class LogReading {

    /** More than a server gives at once: it is the server that says how many. */
    private static final int MOST_AT_ONCE = 1_000;

    private final ChatOptions options;
    private final RoomName room;
    private final Duration patience;
    private final Ending.Watch watch;
    private final Logs logs = new Logs();
    private final Losses losses = new Losses();

    private Consumer<List<LogEntry>> pages = entries -> {};

    /**
     * @param patience how long one page may take
     * @param watch can end it from outside
     */
    LogReading(ChatOptions options, RoomName room, Duration patience, Ending.Watch watch) {
        this.options = options;
        this.room = room;
        this.patience = patience;
        this.watch = watch;
    }

    /** Everything that is kept. That older entries are not does not count as a loss. */
    Ending all(Consumer<List<LogEntry>> taker) throws InterruptedException {
        pages = taker;
        return Visit.make(options, watch, patience, logs, visit -> read(visit, new HistoryRange.After(0), true));
    }

    /** As many as this of the last entries. */
    Ending last(long count, Consumer<List<LogEntry>> taker) throws InterruptedException {
        pages = taker;
        return Visit.make(options, watch, patience, logs, visit -> {
            long head = begin(visit).head();
            return read(visit, new HistoryRange.After(Math.max(0, head - count)), false);
        });
    }

    /** From a place on. */
    Ending from(HistoryRange range, Consumer<List<LogEntry>> taker) throws InterruptedException {
        pages = taker;
        return Visit.make(options, watch, patience, logs, visit -> read(visit, range, false));
    }

    private Event.Joined begin(Visit visit) throws Over, InterruptedException {
        return visit.answer(client -> client.followLast(room, 0));
    }

    private Ending read(Visit visit, HistoryRange from, boolean whatIsKept) throws Over, InterruptedException {
        long head = begin(visit).head();
        HistoryRange range = from;
        boolean first = true;
        while (!(range instanceof HistoryRange.After after) || after.seq() < head) {
            Event.Page page = page(visit, range);
            List<LogEntry> entries =
                    page.entries().stream().filter(entry -> entry.seq() <= head).toList();
            if (!first || !whatIsKept) {
                losses.before(range, page, head);
            }
            losses.unknown(entries);
            if (entries.isEmpty()) {
                break;
            }
            pages.accept(entries);
            range = new HistoryRange.After(entries.get(entries.size() - 1).seq());
            first = false;
        }
        return losses.ending();
    }

    private Event.Page page(Visit visit, HistoryRange range) throws Over, InterruptedException {
        while (true) {
            long before = visit.await(logs.joined);
            Event.Page page = visit.answer((ChatClient client) -> client.history(room, range, MOST_AT_ONCE));
            if (logs.another) {
                throw new Over(new Ending(
                        ExitCode.INCOMPLETE,
                        "the server's log of " + room + " is another one now, and what was left of the first cannot be"
                                + " had"));
            }
            // Otherwise it may be of another log: on a new connection the room is followed first.
            if (logs.joined.getNow(0L) == before) {
                return page;
            }
        }
    }

    /** Which log it is that the present connection has. Told on the event loop, looked at by the thread that reads. */
    private static final class Logs implements ChatListener {

        /** How often the room has been joined; not completed while it is not. */
        private volatile CompletableFuture<Long> joined = new CompletableFuture<>();

        private volatile boolean another;
        private long joins;

        @Override
        public void onConnection(ConnectionStatus status) {
            if (status.state() != ConnectionState.ONLINE && joined.isDone()) {
                joined = new CompletableFuture<>();
            }
        }

        @Override
        public void onJoined(Event.Joined now) {
            joined.complete(++joins);
        }

        @Override
        public void onNewLog(RoomName room, String epoch) {
            another = true;
        }
    }

    /** What was asked for and is not there. Used by the thread that reads. */
    private static final class Losses {

        private long missing;
        private long unknown;

        /** What should have come before the first entry of a page. */
        private void before(HistoryRange range, Event.Page page, long head) {
            if (range instanceof HistoryRange.After after) {
                long first = page.entries().isEmpty()
                        ? head + 1
                        : page.entries().get(0).seq();
                missing += Math.max(0, Math.min(first, head + 1) - after.seq() - 1);
            } else if (!page.complete()) {
                // How many there were at a time nobody knows any more.
                missing++;
            }
        }

        private void unknown(List<LogEntry> entries) {
            unknown += entries.stream()
                    .filter(entry -> entry.event() instanceof RoomEvent.Unrecognised)
                    .count();
        }

        private Ending ending() {
            if (missing > 0) {
                return new Ending(ExitCode.INCOMPLETE, "entries that were asked for are no longer kept");
            }
            return unknown == 0
                    ? Ending.OK
                    : new Ending(
                            ExitCode.INCOMPLETE,
                            unknown + " entries are of a kind that this version does not know, and not whole");
        }
    }
}
