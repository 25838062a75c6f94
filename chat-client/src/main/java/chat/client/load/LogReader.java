// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.EventType;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of all rooms with {@code history}, one room after the other, on a connection of its own. Begins again when that
 * is lost. Confined to one event loop.
 */
final class LogReader implements LoadConnection.Owner {

    private static final int PAGE = 500;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final LoadEnvironment environment;
    private final Ledger ledger;
    private final Findings findings;
    private final List<RoomRecords> rooms;
    private final Retry retry;
    private final Map<RoomRecords, StoredLog> logs = new LinkedHashMap<>();

    private @Nullable LoadConnection connection;
    private @Nullable Command asked;
    private String epoch = "";
    private LogRecord entries = new LogRecord(0);
    private long last;
    private long firstKept;
    private long expectedHead;
    private boolean askingForFirst;
    private long firstAfterStart;
    private long lastReadNanos;
    private long progressNanos;
    private long askAgainNanos = Long.MAX_VALUE;

    LogReader(LoadEnvironment environment, Ledger ledger, List<RoomRecords> rooms, Findings findings) {
        this.environment = environment;
        this.ledger = ledger;
        this.rooms = rooms;
        this.findings = findings;
        this.retry = new Retry(environment.random());
        this.progressNanos = environment.nanoTime();
    }

    boolean isDone() {
        return logs.size() == rooms.size();
    }

    /** Whether nothing has come for so long. */
    boolean isStuck(Duration patience) {
        return environment.nanoTime() - progressNanos >= patience.toNanos();
    }

    /** What was read, by room; rooms that could not be read are missing. */
    Map<RoomRecords, StoredLog> logs() {
        return logs;
    }

    /** To be called every few milliseconds. */
    void tick() {
        long now = environment.nanoTime();
        LoadConnection current = connection;
        if (current == null) {
            if (retry.isDue(now)) {
                lastReadNanos = now;
                connection = new LoadConnection(environment, 0, this);
            }
        } else if (now >= askAgainNanos) {
            askAgainNanos = Long.MAX_VALUE;
            lastReadNanos = now;
            ask(asked);
        } else if (askAgainNanos == Long.MAX_VALUE
                && now - lastReadNanos >= environment.silence().toNanos()) {
            current.drop();
            closed();
        }
    }

    void stop() {
        LoadConnection current = connection;
        if (current != null) {
            current.drop();
        }
        connection = null;
    }

    @Override
    public void opened() {
        ask(new Command.Hello(Command.PROTOCOL_VERSION, "chat-client bench", null, null, null));
    }

    @Override
    public void received(Event event) {
        if (event instanceof Event.Welcome) {
            progress();
            joinNext();
        } else if (event instanceof Event.Joined joined) {
            progress();
            begin(joined);
        } else if (event instanceof Event.Page page) {
            progress();
            page(page);
        } else if (event instanceof Event.Rejected rejected) {
            lastReadNanos = environment.nanoTime();
            Long hint = rejected.retryAfterMillis();
            askAgainNanos = lastReadNanos
                    + (hint == null ? PAUSE_NANOS : TimeUnit.MILLISECONDS.toNanos(Math.min(hint, 60_000)));
        }
    }

    @Override
    public void unreadable(String reason) {
        findings.broken(
                Breach.ALTERED, Witness.LOG, 1, () -> "a reader of the log was sent what is no event: " + reason);
    }

    @Override
    public void untrusted(String reason) {
        closed();
    }

    @Override
    public void readComplete() {}

    @Override
    public void closed() {
        connection = null;
        askAgainNanos = Long.MAX_VALUE;
        logs.clear();
        retry.lost(environment.nanoTime());
    }

    private RoomRecords room() {
        return rooms.get(logs.size());
    }

    private void joinNext() {
        if (!isDone()) {
            ask(new Command.Join("j", room().room(), null, 0));
        }
    }

    private void begin(Event.Joined joined) {
        epoch = joined.epoch();
        LogRecord live = room().record(epoch);
        last = live.first() - 1;
        entries = new LogRecord(last);
        firstKept = last + 1;
        askingForFirst = false;
        askForPage();
    }

    private void askForPage() {
        expectedHead = room().record(epoch).head();
        ask(new Command.History("h", room().room(), new HistoryRange.After(last), PAGE));
    }

    private void page(Event.Page page) {
        if (askingForFirst) {
            askingForFirst = false;
            if (!page.complete()) {
                firstKept = firstAfterStart;
            }
            askForPage();
        } else if (page.entries().isEmpty()) {
            if (!page.complete()) {
                firstKept = expectedHead + 1;
            }
            finishRoom();
        } else {
            add(page);
        }
    }

    private void add(Event.Page page) {
        long before = last;
        long first = page.entries().get(0).seq();
        if (!page.complete()) {
            firstKept = first;
            last = first - 1;
        }
        boolean fromFirstKept = before == 0 && page.complete() && first > 1;
        page.entries().forEach(this::entry);
        if (last <= before) {
            finishRoom();
        } else if (fromFirstKept) {
            // After 0 means from the first that is kept: whether that is where it should begin must be asked.
            askingForFirst = true;
            firstAfterStart = first;
            ask(new Command.History("h", room().room(), new HistoryRange.Before(first), 1));
        } else {
            askForPage();
        }
    }

    private void entry(LogEntry entry) {
        long message = ledger.identify(entry, ledger.said(entry), Witness.LOG);
        long expected = last + 1;
        if (entry.event() instanceof RoomEvent.Unrecognised event
                && EventType.ofWireName(event.wireName()) != EventType.UNRECOGNISED) {
            findings.broken(
                    Breach.ALTERED,
                    Witness.LOG,
                    1,
                    () -> entry.room() + " seq " + entry.seq() + " of a page cannot be understood: a "
                            + event.wireName() + " whose fields make no sense");
        }
        if (entry.seq() < expected) {
            findings.broken(
                    entries.message(entry.seq()) == message ? Breach.DUPLICATED : Breach.REORDERED,
                    Witness.LOG,
                    1,
                    () -> entry.room() + " a page of the log has seq " + entry.seq() + " (expected: " + expected + ")");
        }
        last = Math.max(last, entry.seq());
        if (!entries.put(entry.seq(), message, entry.atMillis(), RoomWatch.content(entry))) {
            findings.broken(
                    Breach.ALTERED,
                    Witness.LOG,
                    1,
                    () -> entry.room() + " the log has two different entries at seq " + entry.seq());
        }
    }

    private void finishRoom() {
        logs.put(room(), new StoredLog(epoch, entries, firstKept, expectedHead));
        joinNext();
    }

    private void progress() {
        lastReadNanos = environment.nanoTime();
        progressNanos = lastReadNanos;
    }

    private void ask(@Nullable Command command) {
        LoadConnection current = connection;
        if (current != null && command != null) {
            asked = command;
            current.write(command);
            current.flush();
        }
    }
}
