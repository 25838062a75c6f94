// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.account.Account;
import chat.server.account.AccountStore;
import chat.server.audit.AuditLog;
import chat.server.ban.BanStore;
import chat.server.config.DeletedMessages;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch.RoomCommit;
import chat.server.log.CommitListener;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.room.BannedAddressStore;
import chat.server.room.Direct;
import chat.server.room.DirectPair;
import chat.server.room.RoomSnapshot;
import chat.server.room.RoomState;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.PendingAppend;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bounded number of entries of each room in memory. Everything is gone with the process, therefore every start
 * gives every room a new epoch.
 *
 * <p>Thread-safe. State that the commit changes is confined to the writer thread; see {@link MemoryRoom} for how others
 * read it.
 */
public final class MemoryStore implements ChatStore {

    private static final int QUEUE_CAPACITY = 65_536;
    private static final int MAX_AUDIT_RECORDS = 10_000;
    private static final int MAX_REMEMBERED_IDS = 262_144;

    private final ConcurrentHashMap<RoomName, MemoryRoom> rooms = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RoomName, Direct> directs = new ConcurrentHashMap<>();
    private final ProducerWindows windows = new ProducerWindows(MAX_REMEMBERED_IDS);
    private final MemoryAccounts accounts = new MemoryAccounts(this::writer, this::erase);
    private final MemoryBans bans = new MemoryBans();
    private final MemoryBannedAddresses bannedAddresses = new MemoryBannedAddresses(this::writer);
    private final MemoryAudit audit = new MemoryAudit(MAX_AUDIT_RECORDS);
    private final String epoch = UUID.randomUUID().toString();
    private final int entriesPerRoom;
    private final long maxBytes;
    private final DeletedMessages deletedMessages;
    private final Clock clock;
    private final CommitWriter.Observer observer;
    private final Map<MemoryRoom, List<LogEntry>> added = new LinkedHashMap<>();
    private long bytes;
    private @Nullable CommitWriter writer;
    private @Nullable CommitListener listener;

    /**
     * @param entriesPerRoom how many entries a room keeps; the oldest go first
     * @param maxBytes about how many bytes all entries may take; the oldest of the largest room go first
     * @param deletedMessages what becomes of the messages of accounts that are deleted
     * @param clock gives the entries their times
     */
    public MemoryStore(
            int entriesPerRoom,
            long maxBytes,
            DeletedMessages deletedMessages,
            Clock clock,
            CommitWriter.Observer observer) {
        this.entriesPerRoom = entriesPerRoom;
        this.maxBytes = maxBytes;
        this.deletedMessages = deletedMessages;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public void start(CommitListener commitListener) {
        listener = commitListener;
        CommitWriter started = new CommitWriter("chat-writer", QUEUE_CAPACITY, this::commit, commitListener, observer);
        writer = started;
        started.start();
    }

    @Override
    public CompletionStage<RoomSnapshot> openRoom(RoomName name) {
        MemoryRoom room = rooms.computeIfAbsent(name, absent -> new MemoryRoom(absent, epoch));
        // The room directory asks once for each room, before anybody can append to it.
        return CompletableFuture.completedFuture(new RoomSnapshot(room.head(), RoomState.EMPTY));
    }

    @Override
    public CompletionStage<RoomSnapshot> openDirect(RoomName name, DirectPair pair) {
        MemoryRoom room = rooms.computeIfAbsent(name, absent -> new MemoryRoom(absent, epoch));
        Direct direct = directs.computeIfAbsent(name, absent -> new Direct(pair));
        return CompletableFuture.completedFuture(new RoomSnapshot(room.head(), RoomState.EMPTY, direct));
    }

    @Override
    public void saveSeen(RoomName name, long accountId, long seq) {
        // The room knows it, and is gone when this is.
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        return writer().append(append);
    }

    @Override
    public CompletionStage<LogPage> read(LogHead room, LogRange range, int limit, int maxPageBytes) {
        return CompletableFuture.completedFuture(roomOf(room.room()).read(range, limit, maxPageBytes));
    }

    @Override
    public CompletionStage<Void> probe() {
        return writer().call(() -> null);
    }

    @Override
    public String durability() {
        return "memory";
    }

    @Override
    public List<RoomSnapshot> rooms() {
        return List.of();
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    @Override
    public BanStore bans() {
        return bans;
    }

    @Override
    public BannedAddressStore bannedAddresses() {
        return bannedAddresses;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public int queuedAppends() {
        CommitWriter started = writer;
        return started == null ? 0 : started.queued();
    }

    @Override
    public void close() {
        CommitWriter started = writer;
        if (started != null) {
            started.close();
        }
    }

    private List<RoomCommit> commit(List<PendingAppend> group) {
        long now = clock.millis();
        // What a commit that failed has left is gone with it.
        added.clear();
        for (PendingAppend pending : group) {
            try {
                store(pending, now);
            } catch (RejectedException e) {
                pending.rejected(e);
            }
        }
        List<RoomCommit> commits = new ArrayList<>(added.size());
        added.forEach((room, entries) -> {
            room.publish();
            commits.add(new RoomCommit(room.head(), entries));
        });
        trim();
        return commits;
    }

    private void store(PendingAppend pending, long now) {
        Append append = pending.append();
        RoomName name = append.room().room();
        ClientMessageId id = append.id();
        ProducerWindow.Place first = id == null ? null : windows.find(append.sender(), id);
        if (first != null) {
            if (!first.room().equals(name)) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD, "id: was used for a message in " + first.room() + " (expected: a new id)");
            }
            pending.stored(new Appended(first.seq(), first.atMillis(), true));
            return;
        }
        MemoryRoom room = rooms.get(name);
        if (room == null) {
            // A fault of the caller's, which the others of this commit have nothing to do with.
            throw new RejectedException(ErrorCode.NO_SUCH_ROOM, name + " has not been opened");
        }
        append.requireStorable(room.rightsSeq());
        long seq = room.nextSeq();
        long at = room.notBeforeLast(now);
        long before = room.bytes();
        LogEntry entry = new LogEntry(name, seq, at, append.from(), append.event());
        room.add(entry);
        bytes += room.bytes() - before;
        added.computeIfAbsent(room, absent -> new ArrayList<>()).add(entry);
        if (id != null) {
            windows.stored(append.sender(), id, new ProducerWindow.Place(name, seq, at));
        }
        pending.stored(new Appended(seq, at, false));
    }

    private void trim() {
        for (MemoryRoom room : added.keySet()) {
            if (room.size() > entriesPerRoom) {
                trim(room, room.size() - entriesPerRoom);
            }
        }
        while (bytes > maxBytes) {
            MemoryRoom largest = rooms.values().stream()
                    .max(Comparator.comparingLong(MemoryRoom::bytes))
                    .orElseThrow();
            // A quarter at once, as finding the largest room takes a look at every room.
            trim(largest, Math.max(1, largest.size() / 4));
        }
    }

    private void trim(MemoryRoom room, long count) {
        long before = room.bytes();
        room.trim(count);
        bytes -= before - room.bytes();
    }

    /** At once, so that a message which is under way to be stored may keep its name: nothing here lasts anyway. */
    private void erase(Account deleted) {
        CommitListener told = listener;
        if (deletedMessages == DeletedMessages.KEEP || told == null) {
            return;
        }
        for (MemoryRoom room : rooms.values()) {
            long before = room.bytes();
            if (room.erase(deleted, deletedMessages == DeletedMessages.REMOVE)) {
                bytes -= before - room.bytes();
                told.rewritten(room.head().room());
            }
        }
    }

    private MemoryRoom roomOf(RoomName name) {
        MemoryRoom room = rooms.get(name);
        if (room == null) {
            throw new IllegalArgumentException(name + " has not been opened");
        }
        return room;
    }

    private CommitWriter writer() {
        CommitWriter started = writer;
        if (started == null) {
            throw new IllegalStateException("the store has not been started");
        }
        return started;
    }
}
