// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * What one client sees of one room, across connections: whether entries come in order, none twice, and none left out without
 * a gap that says so. Keeps the client's place and what is missing, nothing else.
 */
final class RoomWatch {

    /** How many gaps of a client and a room are held against the log. */
    private static final int MAX_GAPS = 128;

    private static final long UNKNOWN = -1;

    private final String client;
    private final RoomRecords room;
    private final Findings findings;
    private final Holes holes = new Holes();
    private final Holes gone = new Holes(MAX_GAPS);

    private String epoch = "";
    private LogRecord record = new LogRecord(0);
    private long seq = UNKNOWN;
    private @Nullable Long atMillis;
    private boolean joined;
    private boolean unsure;
    private boolean newLog;
    private long gapEntries;

    /** @param client what the client is called in a report */
    RoomWatch(String client, RoomRecords room, Findings findings) {
        this.client = client;
        this.room = room;
        this.findings = findings;
    }

    RoomName room() {
        return room.room();
    }

    /** Under which epoch the client follows the room; empty before the first time. */
    String epoch() {
        return epoch;
    }

    /** Whether the present connection follows the room. */
    boolean isJoined() {
        return joined;
    }

    /** Whether the client has everything that anybody is known to have. */
    boolean isLevel() {
        return joined && epoch.equals(room.epoch()) && seq >= record.head();
    }

    /** Whether the client follows the room and has this entry. */
    boolean hasReached(long head) {
        return joined && seq >= head;
    }

    RoomRecords records() {
        return room;
    }

    /** How many entries the client was told to be gone. */
    long gapEntries() {
        return gapEntries;
    }

    /** What the client is called in a report. */
    String client() {
        return client;
    }

    /** What of the log of {@link #epoch} the client was told to be gone. */
    Holes gone() {
        return gone;
    }

    /** The command that follows the room from where the client is; the first time from its end. */
    Command.Join join(String ref) {
        if (seq == UNKNOWN) {
            return new Command.Join(ref, room(), null, 0);
        }
        return new Command.Join(ref, room(), new Position(epoch, seq, atMillis), null);
    }

    /** The connection has ended. */
    void disconnected() {
        joined = false;
    }

    /** The room is followed. */
    void joined(Event.Joined answer) {
        joined = true;
        boolean first = seq == UNKNOWN;
        boolean sameEpoch = answer.epoch().equals(epoch);
        if (!first && answer.recovered() && !sameEpoch) {
            findings.broken(
                    Breach.ALTERED,
                    Witness.LIVE,
                    1,
                    () -> at(seq) + ": resumed under epoch " + epoch
                            + ", was told that it is recovered and that the epoch" + " is " + answer.epoch());
        }
        if (!first && sameEpoch && answer.head() < seq) {
            findings.broken(
                    Breach.LOST,
                    Witness.LIVE,
                    seq - answer.head(),
                    () -> at(seq) + ": came back and was told that the log ends at " + answer.head()
                            + " under the same epoch");
        }
        if (!sameEpoch) {
            begin(answer.epoch(), first ? answer.head() : 0);
        }
        // Whatever comes next tells where this log goes on, which may be before the client's place.
        unsure = !first && !answer.recovered();
        newLog = unsure && !sameEpoch;
    }

    /**
     * An entry came.
     *
     * @param message which one, or {@link Message#FOREIGN}
     */
    void entry(LogEntry entry, long message) {
        long came = entry.seq();
        if (!joined) {
            findings.broken(Breach.REORDERED, Witness.LIVE, 1, () -> at(came) + ": came before joined");
        }
        if (unsure && came <= seq) {
            seq = came - 1;
        }
        unsure = false;
        if (came <= seq) {
            boolean late = holes.remove(came, came);
            findings.broken(
                    late ? Breach.REORDERED : Breach.DUPLICATED,
                    Witness.LIVE,
                    1,
                    () -> at(came) + " (" + Message.inWords(message) + ") came " + (late ? "late" : "again")
                            + ", after seq " + seq);
        } else {
            if (came > seq + 1) {
                holes.add(seq + 1, came - 1);
            }
            seq = came;
            atMillis = entry.atMillis();
        }
        compare(entry, message);
    }

    /** The server says that entries are gone. */
    void gap(Event.Gap gap) {
        if (!gap.epoch().equals(epoch)) {
            begin(gap.epoch(), 0);
        }
        if (gap.from() > seq + 1 && !unsure) {
            holes.add(seq + 1, gap.from() - 1);
        }
        // Of a log that may be another one the server begins with the last entries, and need not give those before
        // them.
        boolean beforeTheLast = unsure && (newLog || gap.from() <= seq);
        if (!beforeTheLast) {
            gone.remove(gap.from(), gap.to());
            gone.add(gap.from(), gap.to());
        }
        gapEntries += gap.to() - gap.from() + 1;
        holes.remove(gap.from(), gap.to());
        if (unsure || gap.to() > seq) {
            seq = gap.to();
            atMillis = null;
        }
        unsure = false;
    }

    /**
     * Nothing more will come.
     *
     * @param head the end of the log, which the client should have reached
     */
    void end(long head) {
        reportHoles();
        if (joined && seq < head) {
            findings.broken(
                    Breach.LOST,
                    Witness.LIVE,
                    head - seq,
                    () -> at(seq) + " is the last that came (expected: up to seq " + head + ")");
        }
    }

    private void begin(String newEpoch, long place) {
        reportHoles();
        gone.clear();
        epoch = newEpoch;
        record = room.opened(newEpoch, place);
        seq = place;
        atMillis = null;
    }

    private void reportHoles() {
        long missing = holes.size();
        if (missing > 0) {
            findings.broken(
                    Breach.LOST,
                    Witness.LIVE,
                    missing,
                    () -> client + " in " + room() + ": " + missing + " entries never came, the first: " + holes
                            + ", and no gap said so");
            holes.clear();
        }
    }

    private void compare(LogEntry entry, long message) {
        int content = content(entry);
        if (!record.put(entry.seq(), message, entry.atMillis(), content)) {
            findings.broken(
                    Breach.ALTERED,
                    Witness.LIVE,
                    1,
                    () -> at(entry.seq()) + " is " + Message.inWords(message) + " (expected: "
                            + Message.inWords(record.message(entry.seq()))
                            + " as another client saw it, of the same time)");
        }
    }

    /** Everything that a client sees of an entry, but its number and its time. */
    static int content(LogEntry entry) {
        return 31 * entry.from().hashCode() + entry.event().hashCode();
    }

    private String at(long place) {
        return client + " in " + room() + ": seq " + place;
    }
}
