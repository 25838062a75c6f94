// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.util.BitSet;

/** Holds acknowledgements, what live clients saw and the log against one another, when everything is over. */
final class Judge {

    private final Ledger ledger;
    private final Findings findings;
    private long unchecked;
    private long falselyGone;

    Judge(Ledger ledger, Findings findings) {
        this.ledger = ledger;
        this.findings = findings;
    }

    /** How many acknowledged messages were older than what the log keeps. */
    long unchecked() {
        return unchecked;
    }

    /** How many entries clients were told to be gone, all clients together, that the log has. */
    long falselyGone() {
        return falselyGone;
    }

    /** How many messages stand wherever they may, as they were put off and sent again after later ones. */
    long notOrdered() {
        long notOrdered = 0;
        for (int sender = 0; sender < ledger.senders(); sender++) {
            notOrdered += ledger.book(sender).refusals();
        }
        return notOrdered;
    }

    /**
     * Whether what a client was told to be gone is gone. What a log no longer keeps never comes back: an entry that it has
     * now, it had when the client was told.
     */
    void gaps(RoomWatch watch, StoredLog log) {
        if (!watch.epoch().equals(log.epoch())) {
            return;
        }
        long firstKept = Math.max(log.entries().first(), log.firstKept());
        watch.gone().ranges().forEach((from, to) -> {
            long last = Math.min(to, log.entries().head());
            for (long seq = Math.max(from, firstKept); seq <= last; seq++) {
                if (log.entries().message(seq) != Message.NONE) {
                    falselyGone(watch, log, seq);
                }
            }
        });
    }

    private void falselyGone(RoomWatch watch, StoredLog log, long seq) {
        falselyGone++;
        findings.broken(
                Breach.LOST,
                Witness.LIVE,
                1,
                () -> watch.client() + " in " + watch.room() + ": seq " + seq
                        + " was said to be gone, but it is in the log ("
                        + Message.inWords(log.entries().message(seq)) + ")");
    }

    /** Whether what live clients saw has every message once and each sender's in order. */
    void live(RoomRecords room) {
        for (LogRecord record : room.all()) {
            order(room, record, Witness.LIVE);
        }
    }

    /** Whether the log has what it should. */
    void log(RoomRecords room, StoredLog log) {
        order(room, log.entries(), Witness.LOG);
        entries(room, log);
        acknowledgements(room, log);
    }

    private void order(RoomRecords room, LogRecord record, Witness witness) {
        BitSet[] seen = new BitSet[ledger.senders()];
        int[] highest = new int[ledger.senders()];
        for (long seq = record.first(); seq <= record.head(); seq++) {
            long message = record.message(seq);
            if (!Message.isOfThisRun(message)) {
                continue;
            }
            int sender = Message.sender(message);
            int number = Message.number(message);
            BitSet numbers = seen[sender] == null ? new BitSet() : seen[sender];
            seen[sender] = numbers;
            if (numbers.get(number)) {
                long again = seq;
                findings.broken(
                        Breach.DUPLICATED,
                        witness,
                        1,
                        () -> room.room() + " " + witness + " seq " + again + ": " + Message.inWords(message)
                                + " stands at an earlier place too");
            } else if (number < highest[sender] && !ledger.book(sender).wasRefused(number)) {
                long late = seq;
                int after = highest[sender];
                findings.broken(
                        Breach.REORDERED,
                        witness,
                        1,
                        () -> room.room() + " " + witness + " seq " + late + ": " + Message.inWords(message)
                                + " stands after #" + after);
            }
            numbers.set(number);
            highest[sender] = Math.max(highest[sender], number);
        }
    }

    private void entries(RoomRecords room, StoredLog log) {
        LogRecord live = room.record(log.epoch());
        long last = Math.max(log.entries().head(), Math.min(live.head(), log.expectedHead()));
        for (long seq = Math.max(log.entries().first(), log.firstKept()); seq <= last; seq++) {
            long place = seq;
            long seen = live.message(seq);
            long stored = log.entries().message(seq);
            if (stored == Message.NONE) {
                findings.broken(
                        Breach.LOST,
                        Witness.LOG,
                        1,
                        () -> room.room() + " seq " + place + " is not in the log (live clients saw "
                                + Message.inWords(seen) + " there)");
            } else if (seen != Message.NONE && !log.entries().isSameIn(live, seq)) {
                findings.broken(
                        Breach.ALTERED,
                        Witness.LOG,
                        1,
                        () -> room.room() + " seq " + place + " is " + Message.inWords(stored)
                                + " in the log (live clients saw " + Message.inWords(seen) + ", or another time)");
            }
        }
    }

    private void acknowledgements(RoomRecords room, StoredLog log) {
        long[][] places = places(log.entries());
        int epoch = room.indexOf(log.epoch());
        for (int sender = 0; sender < ledger.senders(); sender++) {
            Ledger.Book book = ledger.book(sender);
            for (int number = 1; number <= book.sent(); number++) {
                if (book.isAcknowledged(number) && ledger.roomOf(sender, number) == room) {
                    boolean sameLog = book.epoch(number) == epoch;
                    acknowledged(room, log, Message.of(sender, number), sameLog, places[sender][number]);
                }
            }
        }
    }

    private void acknowledged(RoomRecords room, StoredLog log, long message, boolean sameLog, long place) {
        Ledger.Book book = ledger.book(Message.sender(message));
        long promised = book.seq(Message.number(message));
        long at = book.atMillis(Message.number(message));
        if (sameLog && promised < log.firstKept()) {
            unchecked++;
            seenElsewhere(room, room.record(log.epoch()).message(promised), promised, message);
        } else if (place == 0) {
            findings.broken(
                    Breach.MISSING,
                    Witness.LOG,
                    1,
                    () -> room.room() + " " + Message.inWords(message) + " was acknowledged at seq " + promised
                            + (sameLog
                                    ? ", where the log has "
                                            + Message.inWords(log.entries().message(promised))
                                    : " of a log that the room no longer has"));
        } else if (sameLog
                && (log.entries().message(promised) != message || log.entries().atMillis(promised) != at)) {
            findings.broken(
                    Breach.MISPLACED,
                    Witness.LOG,
                    1,
                    () -> room.room() + " " + Message.inWords(message) + " was acknowledged at seq " + promised
                            + ", stored " + at + ", and is in the log at seq " + place + ", stored "
                            + log.entries().atMillis(place));
        }
    }

    /** What the log no longer keeps can at least be held against what live clients saw. */
    private void seenElsewhere(RoomRecords room, long seen, long promised, long message) {
        if (seen != Message.NONE && seen != message) {
            findings.broken(
                    Breach.MISPLACED,
                    Witness.LIVE,
                    1,
                    () -> room.room() + " " + Message.inWords(message) + " was acknowledged at seq " + promised
                            + ", where live clients saw " + Message.inWords(seen));
        }
    }

    /** Where each message stands in a log, by sender and number; 0 for nowhere. */
    private long[][] places(LogRecord record) {
        long[][] places = new long[ledger.senders()][];
        for (int sender = 0; sender < places.length; sender++) {
            places[sender] = new long[ledger.book(sender).sent() + 1];
        }
        for (long seq = record.head(); seq >= record.first(); seq--) {
            long message = record.message(seq);
            if (Message.isOfThisRun(message)) {
                places[Message.sender(message)][Message.number(message)] = seq;
            }
        }
        return places;
    }
}
