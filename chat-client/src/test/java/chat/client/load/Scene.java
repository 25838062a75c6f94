// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.util.List;

/** A room with two senders and two watching clients, for tests that say what each of them sees. */
final class Scene {

    static final String EPOCH = "e1";

    final Findings findings = new Findings();
    final RoomRecords room = new RoomRecords(new RoomName("#room"));
    final Wording wording = new Wording("run", 60);
    final Ledger ledger = new Ledger(2, List.of(room), wording, findings);
    final RoomWatch ann = new RoomWatch("ann", room, findings);
    final RoomWatch bob = new RoomWatch("bob", room, findings);
    final Judge judge = new Judge(ledger, findings);

    Scene() {
        join(ann, EPOCH, 0, true);
        join(bob, EPOCH, 0, true);
    }

    /** Each sender sends so many messages. */
    Scene sent(int messages) {
        for (int sender = 0; sender < ledger.senders(); sender++) {
            for (int number = 1; number <= messages; number++) {
                ledger.book(sender).sent(text(sender, number));
            }
        }
        return this;
    }

    String text(int sender, int number) {
        return wording.text(new Wording.Said(sender, number, 1_000L * number));
    }

    void join(RoomWatch watch, String epoch, long head, boolean recovered) {
        watch.joined(new Event.Joined("j", room.room(), epoch, head, recovered, ""));
    }

    /** What stands at a place; the time is that of the place. */
    LogEntry entry(long seq, int sender, int number) {
        return entry(seq, number, text(sender, number));
    }

    LogEntry entry(long seq, long id, String text) {
        return new LogEntry(room.room(), seq, 10 * seq, new AccountName("guest"), new RoomEvent.Message(id, text));
    }

    void sees(RoomWatch watch, LogEntry entry) {
        watch.entry(entry, ledger.identify(entry, ledger.said(entry), Witness.LIVE));
    }

    void bothSee(long seq, int sender, int number) {
        sees(ann, entry(seq, sender, number));
        sees(bob, entry(seq, sender, number));
    }

    void gap(RoomWatch watch, String epoch, long from, long to) {
        watch.gap(new Event.Gap(room.room(), epoch, from, to));
    }

    void acknowledged(int sender, int number, long seq) {
        ledger.acknowledged(sender, new Event.Sent("s", room.room(), number, seq, 10 * seq, false), EPOCH);
    }

    /** Everything is over, and this is what the log has. */
    void judge(LogEntry... log) {
        judge(EPOCH, 1, log);
    }

    void judge(String epoch, long firstKept, LogEntry... log) {
        LogRecord stored = new LogRecord(0);
        for (LogEntry entry : log) {
            long message = ledger.identify(entry, ledger.said(entry), Witness.LOG);
            stored.put(entry.seq(), message, entry.atMillis(), RoomWatch.content(entry));
        }
        long head = Math.max(stored.head(), room.record(epoch).head());
        ann.end(head);
        bob.end(head);
        judge.live(room);
        StoredLog read =
                new StoredLog(epoch, stored, firstKept, room.record(epoch).head());
        judge.log(room, read);
        judge.gaps(ann, read);
        judge.gaps(bob, read);
    }

    long live(Breach breach) {
        return findings.count(breach, Witness.LIVE);
    }

    long log(Breach breach) {
        return findings.count(breach, Witness.LOG);
    }

    /** How many breaches of all kinds there are. */
    long all() {
        long all = 0;
        for (Breach breach : Breach.values()) {
            all += live(breach) + log(breach);
        }
        return all;
    }
}
