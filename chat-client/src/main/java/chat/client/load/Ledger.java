// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was sent and what was acknowledged: about thirty bytes a message. */
final class Ledger {

    /** One sender's messages. */
    static final class Book {

        private static final int FIRST_CAPACITY = 256;

        private final BitSet refused = new BitSet();
        private int[] contents = new int[FIRST_CAPACITY];
        private long[] seqs = new long[FIRST_CAPACITY];
        private long[] atMillis = new long[FIRST_CAPACITY];
        private short[] epochs = new short[FIRST_CAPACITY];
        private int sent;

        /** The number of its last message, 0 for none. */
        int sent() {
            return sent;
        }

        /** Where a message stands according to its first acknowledgement; 0 if there is none. */
        long seq(int number) {
            return seqs[number];
        }

        /** When it was stored according to its first acknowledgement, in milliseconds since 1970. */
        long atMillis(int number) {
            return atMillis[number];
        }

        /** Which of the room's epochs it was acknowledged under, counted from 0. */
        int epoch(int number) {
            return epochs[number];
        }

        boolean isAcknowledged(int number) {
            return seqs[number] != 0;
        }

        /** Whether it was refused for a moment: then those sent after it may stand before it. */
        boolean wasRefused(int number) {
            return refused.get(number);
        }

        /** The next message is about to be sent. */
        void sent(String text) {
            sent++;
            if (sent >= contents.length) {
                int capacity = contents.length * 2;
                contents = Arrays.copyOf(contents, capacity);
                seqs = Arrays.copyOf(seqs, capacity);
                atMillis = Arrays.copyOf(atMillis, capacity);
                epochs = Arrays.copyOf(epochs, capacity);
            }
            contents[sent] = text.hashCode();
        }

        /** How many messages were refused for a moment. */
        int refusals() {
            return refused.cardinality();
        }

        void refused(int number) {
            refused.set(number);
        }

        private boolean isWhatWasSent(int number, String text) {
            return number >= 1 && number <= sent && contents[number] == text.hashCode();
        }

        private void acknowledged(int number, long seq, long at, int epoch) {
            seqs[number] = seq;
            atMillis[number] = at;
            epochs[number] = (short) epoch;
        }
    }

    private final Wording wording;
    private final List<RoomRecords> rooms;
    private final List<Book> books;
    private final Findings findings;

    Ledger(int senders, List<RoomRecords> rooms, Wording wording, Findings findings) {
        this.wording = wording;
        this.rooms = rooms;
        this.books = IntStream.range(0, senders).mapToObj(sender -> new Book()).toList();
        this.findings = findings;
    }

    int senders() {
        return books.size();
    }

    Book book(int sender) {
        return books.get(sender);
    }

    /** Where a message is sent to: a sender goes round all rooms. */
    RoomRecords roomOf(int sender, int number) {
        return rooms.get((int) (((long) sender + number) % rooms.size()));
    }

    /** What the text of an entry says about a message of this run; null if it is not one. */
    Wording.@Nullable Said said(LogEntry entry) {
        return entry.event() instanceof RoomEvent.Message message ? wording.parse(message.text()) : null;
    }

    /** Which message an entry is, {@link Message#FOREIGN} for none of this run; finds out whether it is what was sent. */
    long identify(LogEntry entry, Wording.@Nullable Said said, Witness witness) {
        if (said == null || !(entry.event() instanceof RoomEvent.Message message)) {
            return Message.FOREIGN;
        }
        int sender = said.sender();
        boolean asSent = sender >= 0
                && sender < books.size()
                && books.get(sender).isWhatWasSent(said.number(), message.text())
                && message.id() == said.number()
                && roomOf(sender, said.number()).room().equals(entry.room());
        if (asSent) {
            return Message.of(sender, said.number());
        }
        findings.broken(
                Breach.ALTERED,
                witness,
                1,
                () -> entry.room() + " seq " + entry.seq() + " says it is "
                        + Message.inWords(Message.of(sender, said.number())) + " with id " + message.id()
                        + ", and is not what that sender sent there");
        return Message.FOREIGN;
    }

    /**
     * A message was acknowledged.
     *
     * @param epoch the one under which the connection that was told follows the room
     * @return whether for the first time
     */
    boolean acknowledged(int sender, Event.Sent ack, String epoch) {
        Book book = books.get(sender);
        int number = (int) ack.id();
        if (number < 1 || number > book.sent || !roomOf(sender, number).room().equals(ack.room())) {
            findings.broken(
                    Breach.ALTERED,
                    Witness.LIVE,
                    1,
                    () -> ack.room() + " sender " + sender + " was told that #" + ack.id()
                            + " is stored, which it did not send there");
            return false;
        }
        int epochIndex = roomOf(sender, number).indexOf(epoch);
        if (!book.isAcknowledged(number)) {
            book.acknowledged(number, ack.seq(), ack.atMillis(), epochIndex);
            return true;
        }
        boolean samePlace = book.seq(number) == ack.seq() && book.atMillis(number) == ack.atMillis();
        if (book.epoch(number) == epochIndex && !samePlace) {
            findings.broken(
                    Breach.MISPLACED,
                    Witness.LIVE,
                    1,
                    () -> ack.room() + " " + Message.inWords(Message.of(sender, number)) + " was acknowledged at seq "
                            + book.seq(number) + ", then at seq " + ack.seq() + " (expected: the first place again)");
        }
        return false;
    }
}
