// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run has found. Does not change any more. */
public final class BenchReport {

    /** What it comes to. */
    public enum Verdict {
        /** All promises were kept. */
        KEPT("all promises kept"),
        /** At least one was broken, whatever else happened. */
        BROKEN("PROMISES BROKEN"),
        /** Nobody was there, or nobody who speaks the protocol. */
        ABSENT("not decided: no server of this protocol was reached"),
        /** Nothing broken was seen, but the server was not there to the end. */
        UNREACHABLE("not decided: the server was not there to the end"),
        /** Nothing broken was seen, but it may be somebody else. */
        UNTRUSTED("not decided: the certificate of the server is not trusted"),
        /** Nothing broken was seen, but the server did not let every client in. */
        REFUSED("not decided: the server refused a client"),
        /** Nothing broken was seen, but no message was acknowledged. */
        UNANSWERED("not decided: no message was acknowledged");

        private final String meaning;

        Verdict(String meaning) {
            this.meaning = meaning;
        }

        /** In words. */
        public String meaning() {
            return meaning;
        }
    }

    /**
     * What else there is to know.
     *
     * @param sending how long messages were sent
     * @param unacknowledged how many messages have no answer; they may be stored or not
     * @param gapEntries how many entries clients were told to be gone
     * @param epochChanges how often a room's log was not the one it had been
     * @param falselyGone how many of the entries in gaps the log had all the same
     * @param unchecked how many acknowledged messages were older than what the log keeps
     * @param notOrdered how many messages were not checked for their order, as the server had put them off
     * @param met whether a server has welcomed any client
     * @param away how many live clients were without a connection at the end
     * @param logRead whether the log of every room could be read
     * @param refusal why the server did not want a client, or a client the server; or null
     * @param untrusted whether the certificate of the server was not trusted
     */
    record Circumstances(
            Duration sending,
            long unacknowledged,
            long gapEntries,
            long epochChanges,
            long falselyGone,
            long unchecked,
            long notOrdered,
            boolean met,
            int away,
            boolean logRead,
            @Nullable String refusal,
            boolean untrusted) {}

    private final BenchPlan plan;
    private final RoomName room;
    private final Findings findings;
    private final Tally tally;
    private final Circumstances circumstances;

    BenchReport(BenchPlan plan, RoomName room, Findings findings, Tally tally, Circumstances circumstances) {
        this.plan = plan;
        this.room = room;
        this.findings = findings;
        this.tally = tally;
        this.circumstances = circumstances;
    }

    /** What it comes to. */
    public Verdict verdict() {
        if (!circumstances.met() && circumstances.refusal() == null) {
            return Verdict.ABSENT;
        }
        if (Stream.of(Breach.values()).anyMatch(breach -> count(breach) > 0)) {
            return Verdict.BROKEN;
        }
        if (circumstances.refusal() != null) {
            return circumstances.untrusted() ? Verdict.UNTRUSTED : Verdict.REFUSED;
        }
        if (circumstances.away() > 0 || !circumstances.logRead()) {
            return Verdict.UNREACHABLE;
        }
        return tally.acknowledged == 0 ? Verdict.UNANSWERED : Verdict.KEPT;
    }

    /** How often a promise was broken in a way. */
    public long count(Breach breach) {
        return Stream.of(Witness.values())
                .mapToLong(witness -> count(breach, witness))
                .sum();
    }

    /** How often a promise was broken in a way, according to a witness. */
    public long count(Breach breach, Witness witness) {
        return findings.count(breach, witness);
    }

    /** How many messages were acknowledged. */
    public long acknowledged() {
        return tally.acknowledged;
    }

    /** How often a client lost its connection and came back to try again. */
    public long reconnects() {
        return tally.reconnects;
    }

    /** How many entries clients were told to be gone, all clients together. */
    public long gapEntries() {
        return circumstances.gapEntries();
    }

    /** The first broken promises in words, a few of each kind; they may have anything in them that the server sent. */
    public List<String> examples() {
        return findings.examples();
    }

    /** What a person should know who reads the counts. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        String refusal = circumstances.refusal();
        if (refusal != null) {
            notes.add((circumstances.untrusted() ? "" : "the server refused a client: ") + refusal);
        }
        note(
                notes,
                circumstances.epochChanges(),
                "a room's epoch changed %d times: the server said that its log is not the one it was");
        note(
                notes,
                circumstances.falselyGone(),
                "%d entries in gaps are in the log, and count as lost; with rooms.max-lag set, a server skips on purpose");
        note(notes, circumstances.met() ? circumstances.away() : 0, "%d clients were without a connection at the end");
        note(
                notes,
                circumstances.met() && !circumstances.logRead() ? 1 : 0,
                "the log could not be read to its end: it was not compared");
        note(
                notes,
                circumstances.unchecked(),
                "%d acknowledged messages are older than what the log keeps: not compared");
        note(notes, tally.proofsRefused, "%d times a resume proof was refused: what is sent again may be stored again");
        return notes;
    }

    private static void note(List<String> notes, long count, String text) {
        if (count > 0) {
            notes.add(text.replace("%d", Long.toString(count)));
        }
    }

    BenchPlan plan() {
        return plan;
    }

    /** The first room of the run. */
    RoomName room() {
        return room;
    }

    Tally tally() {
        return tally;
    }

    Circumstances circumstances() {
        return circumstances;
    }

    double perSecond(long count) {
        double seconds = circumstances.sending().toNanos() / 1e9;
        return seconds > 0 ? count / seconds : 0;
    }
}
