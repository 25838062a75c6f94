// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered messages, and again those that are not acknowledged, under the same ids and in order. Every fiftieth is sent
 * twice in a row, so that a run without a lost connection has duplicates to recognise too. Once told to wait, it has one message
 * under way at a time until some in a row were taken: what is under way beside one that is refused would be refused as well, and a
 * server may take that for going on regardless.
 */
final class Sender {

    static final int REPEAT_EVERY = 50;

    private static final String REF = "s";
    private static final long DEFAULT_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private record Pending(String text, long sinceNanos) {}

    private final int index;
    private final Ledger ledger;
    private final Ledger.Book book;
    private final Wording wording;
    private final Quota quota;
    private final Tally tally;
    private final BenchPlan plan;
    private final TreeMap<Integer, Pending> pending = new TreeMap<>();
    private final TreeSet<Integer> toWrite = new TreeSet<>();
    private boolean ready;
    private boolean oneByOne;
    private int takenInARow;
    /** How many commands have no answer yet. */
    private int unanswered;

    private long pausedUntil = Long.MIN_VALUE;
    private long begunNanos = Long.MIN_VALUE;

    Sender(int index, Ledger ledger, Wording wording, Quota quota, Tally tally, BenchPlan plan) {
        this.index = index;
        this.ledger = ledger;
        this.book = ledger.book(index);
        this.wording = wording;
        this.quota = quota;
        this.tally = tally;
        this.plan = plan;
    }

    int index() {
        return index;
    }

    /** How many messages are neither acknowledged nor refused for good. */
    int unacknowledged() {
        return pending.size();
    }

    /** The rooms are followed: what is not acknowledged has to be sent again. */
    void connected() {
        ready = true;
        oneByOne = false;
        unanswered = 0;
        pausedUntil = Long.MIN_VALUE;
        tally.sentAgain += pending.size();
        toWrite.addAll(pending.keySet());
    }

    /** The connection has ended. */
    void disconnected() {
        ready = false;
        toWrite.clear();
    }

    /** Writes what is due. */
    void pump(long nowNanos, Consumer<Command> out) {
        if (!ready || (pausedUntil != Long.MIN_VALUE && nowNanos - pausedUntil < 0)) {
            return;
        }
        if (begunNanos == Long.MIN_VALUE) {
            begunNanos = nowNanos;
        }
        while (mayWrite() && !toWrite.isEmpty()) {
            write(Objects.requireNonNull(toWrite.pollFirst()), out);
        }
        while (mayWrite() && pending.size() < plan.outstanding() && isDue(nowNanos) && quota.take()) {
            writeNext(nowNanos, out);
        }
    }

    private boolean mayWrite() {
        return !oneByOne || unanswered == 0;
    }

    private void writeNext(long nowNanos, Consumer<Command> out) {
        int number = book.sent() + 1;
        long since = plan.rate() > 0 ? dueNanos(number) : nowNanos;
        Pending message = new Pending(wording.text(new Wording.Said(index, number, since)), since);
        book.sent(message.text());
        tally.sent++;
        pending.put(number, message);
        write(number, out);
        if (number % REPEAT_EVERY == 0) {
            write(number, out);
        }
    }

    /** An acknowledgement came. */
    void acknowledged(Event.Sent ack, String epoch, long nowNanos) {
        answered();
        takenInARow++;
        oneByOne &= takenInARow < plan.outstanding();
        Pending message = pending.remove((int) ack.id());
        toWrite.remove((int) ack.id());
        if (ledger.acknowledged(index, ack, epoch) && message != null) {
            tally.acknowledged++;
            Tally.record(tally.acknowledgementMicros, nowNanos - message.sinceNanos());
        }
    }

    /**
     * A message was refused.
     *
     * @return false if the refusal is not of a message
     */
    boolean rejected(Event.Rejected refusal, long nowNanos) {
        String ref = refusal.ref();
        if (ref == null || !ref.startsWith(REF)) {
            return false;
        }
        answered();
        int number = Integer.parseInt(ref, REF.length(), ref.length(), 10);
        if (!pending.containsKey(number)) {
            return true;
        }
        if (isPassing(refusal.code())) {
            tally.putOff++;
            book.refused(number);
            toWrite.add(number);
            takenInARow = 0;
            oneByOne |= refusal.code() == ErrorCode.RATE_LIMITED;
            pause(refusal.retryAfterMillis(), nowNanos);
        } else {
            tally.refused(refusal.code());
            pending.remove(number);
            toWrite.remove(number);
        }
        return true;
    }

    /** Whether the same command may be accepted later. */
    static boolean isPassing(ErrorCode code) {
        return switch (code) {
            case RATE_LIMITED, BUSY, STORE_UNAVAILABLE, INTERNAL -> true;
            default -> false;
        };
    }

    private void pause(@Nullable Long hintMillis, long nowNanos) {
        long millis =
                Math.max(1, Math.min(hintMillis == null ? DEFAULT_PAUSE_MILLIS : hintMillis, LONGEST_PAUSE_MILLIS));
        long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
        pausedUntil = pausedUntil == Long.MIN_VALUE || until - pausedUntil > 0 ? until : pausedUntil;
    }

    private void answered() {
        unanswered = Math.max(0, unanswered - 1);
    }

    private boolean isDue(long nowNanos) {
        return plan.rate() == 0 || nowNanos - dueNanos(book.sent() + 1) >= 0;
    }

    private long dueNanos(int number) {
        return begunNanos + (long) ((number - 1) * (TimeUnit.SECONDS.toNanos(1) / plan.rate()));
    }

    private void write(int number, Consumer<Command> out) {
        Pending message = pending.get(number);
        if (message != null) {
            unanswered++;
            out.accept(
                    new Command.Send(REF + number, ledger.roomOf(index, number).room(), message.text(), (long) number));
        }
    }
}
