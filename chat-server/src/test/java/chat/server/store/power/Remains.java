// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.config.Durability;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import chat.server.store.StoreException;
import chat.server.store.power.Findings.Fault;
import chat.server.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Opens what a power failure left and holds it against what had been told. */
final class Remains {

    private static final int PAGE = 1000;
    private static final int PAGE_BYTES = 1 << 20;
    /** The ids that a store has to remember of each producer. */
    private static final int WINDOW = 1000;

    private static final RoomName TRIMMED_ROOM = new RoomName("#power-0");

    private final SqliteStore store;
    private final Findings findings;
    private final String failure;
    private final Map<RoomName, LogHead> heads = new HashMap<>();
    private final Map<RoomName, Map<Long, Said>> logs = new HashMap<>();

    private Remains(SqliteStore store, Findings findings, String failure) {
        this.store = store;
        this.findings = findings;
        this.failure = failure;
    }

    /**
     * Looks at a folder.
     *
     * @param told everything that had been told by then
     * @param failure which one it was, for a report
     */
    static void check(Path folder, Durability durability, Collection<Told> told, Findings findings, String failure) {
        findings.failure(told.size());
        SqliteStore store =
                new SqliteStore(folder, durability, Retention.FOR_EVER, Clock.systemUTC(), new NoObserver());
        try {
            store.start(batch -> batch.acknowledgements()
                    .forEach(acknowledgement -> acknowledgement.home().execute(acknowledgement::give)));
        } catch (StoreException e) {
            findings.found(Fault.UNUSABLE, e.getMessage() + failure);
            return;
        }
        try {
            new Remains(store, findings, failure).check(told);
        } catch (CompletionException e) {
            findings.found(Fault.UNUSABLE, e.getCause() + failure);
        } finally {
            store.close();
        }
    }

    private void check(Collection<Told> told) {
        store.rooms().forEach(room -> read(room.head()));
        Map<Integer, Long> lastIds = new HashMap<>();
        for (Told one : told) {
            if (one instanceof Told.Opened opened) {
                look(opened);
            } else if (one instanceof Told.Stored stored) {
                look(stored);
                lastIds.merge(stored.said().sender(), stored.said().id(), Math::max);
            }
        }
        for (Told one : told) {
            if (one instanceof Told.Stored stored && isSentAgain(stored, lastIds)) {
                sendAgain(stored);
            }
        }
    }

    private void read(LogHead head) {
        heads.put(head.room(), head);
        Map<Long, Said> log = logs.computeIfAbsent(head.room(), absent -> new HashMap<>());
        Set<Said> seen = new HashSet<>();
        long next = head.firstSeq();
        while (next <= head.lastSeq()) {
            LogPage page = store.read(head, new LogRange.After(next - 1), PAGE, PAGE_BYTES)
                    .toCompletableFuture()
                    .join();
            List<LogEntry> entries = page.entries();
            if (entries.isEmpty() || entries.get(0).seq() != next) {
                findings.found(Fault.DISORDER, head.room() + " has no " + next + failure);
                return;
            }
            for (LogEntry entry : entries) {
                Said said = said(entry);
                if (entry.seq() != next++ || !seen.add(said)) {
                    findings.found(Fault.DISORDER, entry.room() + " at " + entry.seq() + failure);
                }
                log.put(entry.seq(), said);
            }
        }
    }

    private Said said(LogEntry entry) {
        RoomEvent.Message message = (RoomEvent.Message) entry.event();
        Said said = Said.of(entry.from().value(), message);
        if (!said.text().equals(message.text()) || !said.room().equals(entry.room())) {
            findings.found(Fault.ALTERED, entry.room() + " at " + entry.seq() + failure);
        }
        return said;
    }

    private void look(Told.Opened opened) {
        LogHead head = heads.get(opened.room());
        if (head == null || !head.epoch().equals(opened.epoch())) {
            findings.found(Fault.ROOM_LOST, opened.room() + failure);
        }
    }

    private void look(Told.Stored stored) {
        Said found = log(stored).get(stored.seq());
        if (found == null) {
            if (!isTrimmed(stored)) {
                findings.found(
                        Fault.LOST, stored + " in " + heads.get(stored.said().room()) + failure);
            }
        } else if (!found.equals(stored.said())) {
            findings.found(Fault.MISPLACED, stored + ", there is " + found + failure);
        }
    }

    private Map<Long, Said> log(Told.Stored stored) {
        return logs.getOrDefault(stored.said().room(), Map.of());
    }

    private boolean isTrimmed(Told.Stored stored) {
        LogHead head = heads.get(TRIMMED_ROOM);
        return head != null
                && stored.said().room().equals(TRIMMED_ROOM)
                && stored.seq() < head.firstSeq()
                && stored.seq() <= head.lastSeq() - PowerLoad.KEPT_IN_FIRST_ROOM;
    }

    /** The last of each sender, and some others. */
    private boolean isSentAgain(Told.Stored stored, Map<Integer, Long> lastIds) {
        long last = lastIds.getOrDefault(stored.said().sender(), 0L);
        long id = stored.said().id();
        return log(stored).containsKey(stored.seq()) && (id == last || (id > last - WINDOW && id % 97 == 0));
    }

    private void sendAgain(Told.Stored stored) {
        LogHead head = heads.get(stored.said().room());
        Appended place =
                store.append(stored.said().append(head)).toCompletableFuture().join();
        if (!place.duplicate() || place.seq() != stored.seq()) {
            findings.found(Fault.STORED_AGAIN, stored + " became " + place + failure);
        }
    }

    private static final class NoObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {}
    }
}
