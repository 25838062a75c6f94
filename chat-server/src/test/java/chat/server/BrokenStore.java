// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.account.AccountStore;
import chat.server.audit.AuditLog;
import chat.server.ban.BanStore;
import chat.server.config.DeletedMessages;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.room.BannedAddressStore;
import chat.server.room.DirectPair;
import chat.server.room.RoomSnapshot;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.memory.MemoryStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A store that breaks a promise on purpose. What it keeps outlives the server, as a disk does: a server that is started again
 * over it finds everything, under the same epoch.
 *
 * <p>Thread-safe, as a store has to be.
 */
class BrokenStore implements ChatStore {

    /** How to break what passes. */
    enum Fault {
        /** Nothing is broken. */
        NONE,
        /** An entry that was acknowledged and delivered is not in the pages of the log. */
        LOG_LACKS_ONE,
        /** An entry within a batch is not delivered. The batch begins and ends as it should, so nobody reads the log. */
        DELIVERY_LACKS_ONE,
        /** An entry of a batch is delivered twice. */
        DELIVERED_TWICE,
        /** Ids are not remembered: what is sent again is stored again. */
        STORED_TWICE,
        /** Two entries within a batch are delivered in the wrong order. */
        DELIVERED_SWAPPED,
        /** Two messages of a sender are stored in the wrong order. */
        STORED_SWAPPED
    }

    /** One time for all entries: an acknowledgement that is given too early can still name the right one. */
    static final long AT_MILLIS = 1_767_225_600_000L;

    private static final int ENTRIES_PER_ROOM = 100_000;
    private static final long BYTES = 256L << 20;
    private static final int LACKING = 7;
    /** A message that is not the last of what a sender may have under way, so that another comes to change places with. */
    private static final long HELD_BACK = 3;

    private final MemoryStore kept;
    private final Fault fault;
    private final BooleanSupplier breaking;
    private final AtomicInteger faults = new AtomicInteger();
    private final List<Held> held = new ArrayList<>();

    private record Held(Append append, CompletableFuture<Appended> answer) {}

    BrokenStore(Fault fault) {
        this(fault, () -> true);
    }

    /**
     * @param breaking whether to break a delivery now; from any thread
     */
    BrokenStore(Fault fault, BooleanSupplier breaking) {
        this.fault = fault;
        this.breaking = breaking;
        Clock clock = Clock.fixed(Instant.ofEpochMilli(AT_MILLIS), ZoneOffset.UTC);
        this.kept = new MemoryStore(ENTRIES_PER_ROOM, BYTES, DeletedMessages.KEEP, clock, new NoObserver());
    }

    /** How often it has broken something. */
    int faults() {
        return faults.get();
    }

    @Override
    public void start(CommitListener listener) {
        kept.start(batch -> listener.committed(new CommitBatch(
                batch.rooms().stream().map(this::delivered).toList(),
                batch.acknowledgements(),
                batch.committedNanos())));
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        if (!isOfTheRun(append.room().room())) {
            return kept.append(append);
        }
        if (fault == Fault.STORED_TWICE && append.id() != null) {
            faults.incrementAndGet();
            return kept.append(
                    new Append(append.room(), append.from(), append.sender(), append.event(), null, append.home()));
        }
        return fault == Fault.STORED_SWAPPED ? swapped(append) : kept.append(append);
    }

    @Override
    public CompletionStage<LogPage> read(LogHead room, LogRange range, int limit, int maxBytes) {
        CompletionStage<LogPage> page = kept.read(room, range, limit, maxBytes);
        if (fault != Fault.LOG_LACKS_ONE || !isOfTheRun(room.room())) {
            return page;
        }
        faults.incrementAndGet();
        return page.thenApply(whole -> new LogPage(
                whole.entries().stream().filter(entry -> entry.seq() != LACKING).toList(), whole.complete()));
    }

    @Override
    public BannedAddressStore bannedAddresses() {
        return kept.bannedAddresses();
    }

    @Override
    public BanStore bans() {
        return kept.bans();
    }

    @Override
    public AuditLog audit() {
        return kept.audit();
    }

    @Override
    public CompletionStage<RoomSnapshot> openRoom(RoomName name) {
        return kept.openRoom(name);
    }

    @Override
    public CompletionStage<RoomSnapshot> openDirect(RoomName name, DirectPair pair) {
        return kept.openDirect(name, pair);
    }

    @Override
    public void saveSeen(RoomName name, long accountId, long seq) {
        kept.saveSeen(name, accountId, seq);
    }

    @Override
    public CompletionStage<Void> probe() {
        return kept.probe();
    }

    @Override
    public String durability() {
        return kept.durability();
    }

    @Override
    public List<RoomSnapshot> rooms() {
        return kept.rooms();
    }

    @Override
    public AccountStore accounts() {
        return kept.accounts();
    }

    @Override
    public boolean isHealthy() {
        return kept.isHealthy();
    }

    @Override
    public int queuedAppends() {
        return kept.queuedAppends();
    }

    @Override
    public void close() {
        kept.close();
    }

    /** Whether a room is one of the checker's. */
    static boolean isOfTheRun(RoomName room) {
        return room.value().startsWith("#bench-");
    }

    private CommitBatch.RoomCommit delivered(CommitBatch.RoomCommit commit) {
        List<LogEntry> entries = new ArrayList<>(commit.entries());
        // Only what lies within a batch: the server notices one that begins or ends wrong, and reads the log.
        if (isOfTheRun(commit.head().room()) && entries.size() >= 4 && breaking.getAsBoolean()) {
            switch (fault) {
                case DELIVERY_LACKS_ONE -> entries.remove(1);
                case DELIVERED_TWICE -> entries.add(1, entries.get(1));
                case DELIVERED_SWAPPED -> Collections.swap(entries, 1, 2);
                case NONE, LOG_LACKS_ONE, STORED_TWICE, STORED_SWAPPED -> {
                    return commit;
                }
            }
            faults.incrementAndGet();
        }
        return new CommitBatch.RoomCommit(commit.head(), entries);
    }

    /** Holds one message of each sender back until the sender's next one has been stored. */
    private synchronized CompletionStage<Appended> swapped(Append append) {
        if (append.event() instanceof RoomEvent.Message message && message.id() == HELD_BACK) {
            Held one = new Held(append, new CompletableFuture<>());
            held.add(one);
            return one.answer();
        }
        CompletionStage<Appended> answer = kept.append(append);
        held.removeIf(one -> {
            boolean sameSender = one.append().sender().equals(append.sender());
            if (sameSender) {
                faults.incrementAndGet();
                kept.append(one.append())
                        .whenComplete((place, failure) -> one.answer().complete(place));
            }
            return sameSender;
        });
        return answer;
    }

    private static final class NoObserver implements CommitWriter.Observer {

        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {}
    }
}
