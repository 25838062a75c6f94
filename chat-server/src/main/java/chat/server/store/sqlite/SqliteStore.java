// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RoomName;
import chat.server.account.AccountStore;
import chat.server.audit.AuditLog;
import chat.server.ban.BanStore;
import chat.server.config.Durability;
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
import chat.server.store.Retention;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps everything in an SQLite database. Thread-safe; see the package for what runs where. */
public final class SqliteStore implements ChatStore {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private static final int QUEUE_CAPACITY = 65_536;

    private final Database database;
    private final Retention retention;
    private final Clock clock;
    private final CommitWriter.Observer observer;
    private final StoreHealth health;
    private final Rooms rooms = new Rooms();
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final WriterTransactions transactions = new WriterTransactions(this::parts);
    private final SqliteAccounts accounts;
    private final SqliteBans bans = new SqliteBans(transactions);
    private final SqliteBannedAddresses bannedAddresses = new SqliteBannedAddresses(transactions);
    private final SqliteAudit audit = new SqliteAudit(transactions);
    private boolean isClosed;
    private volatile @Nullable Running running;

    /** What there is between start and close. */
    private record Running(
            DataFolder folder, WriterDesk desk, Readers readers, CommitWriter writer, Keeper keeper, SeenMarks seen) {}

    /**
     * A store that is opened by {@link #start}.
     *
     * @param folder the data folder, made if it is not there
     * @param durability what an acknowledgement promises
     * @param retention what is removed in the course of time
     * @param clock gives the entries their times
     */
    public SqliteStore(
            Path folder, Durability durability, Retention retention, Clock clock, CommitWriter.Observer observer) {
        this(new Database(folder, durability), retention, clock, observer, StoreHealth.RETRY);
    }

    /** As the other one; {@code retry} is how long after a failure the next attempt is made. */
    SqliteStore(Database database, Retention retention, Clock clock, CommitWriter.Observer observer, Duration retry) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        this.observer = observer;
        this.health = new StoreHealth(retry);
        this.accounts = new SqliteAccounts(transactions, retention.ofDeletedAccounts());
    }

    /** @throws chat.server.store.StoreException if the database cannot be used */
    @Override
    public void start(CommitListener listener) {
        if (isStarted.getAndSet(true)) {
            throw new IllegalStateException("a store is started once");
        }
        DataFolder folder = DataFolder.take(database.folder());
        try {
            running = open(folder, listener);
            LOG.debug(
                    "{} has {} rooms",
                    database.file().toAbsolutePath(),
                    rooms.all().size());
        } catch (SQLException e) {
            folder.close();
            throw folder.unusable(e);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private Running open(DataFolder folder, CommitListener listener) throws SQLException {
        Readers readers = new Readers(database, health);
        Checkpoints checkpoints = new Checkpoints(database);
        WriterDesk desk = new WriterDesk(database, rooms, readers, health, checkpoints);
        try {
            CleanEnd.opened(desk.connection(), database.durability());
            desk.connection().rooms().load().forEach(rooms::add);
            desk.connection().commit();
        } catch (SQLException | RuntimeException | Error e) {
            desk.discard();
            readers.close();
            throw e;
        }
        folder.sync();
        GroupCommit commit = new GroupCommit(desk, rooms, new FirstPlaces(readers), clock, observer);
        CommitWriter writer = new CommitWriter("chat-writer", QUEUE_CAPACITY, commit, listener, observer);
        Keeper keeper = new Keeper(
                writer,
                desk,
                checkpoints,
                rooms,
                readers.pages(),
                retention,
                clock,
                listener,
                () -> recover(desk, listener));
        writer.start();
        keeper.start();
        return new Running(folder, desk, readers, writer, keeper, new SeenMarks(writer, desk, rooms));
    }

    private void recover(WriterDesk desk, CommitListener listener) {
        List<CommitBatch.RoomCommit> found = desk.recover();
        if (!found.isEmpty()) {
            try {
                listener.committed(new CommitBatch(found, List.of(), System.nanoTime()));
            } catch (RuntimeException | Error e) {
                LOG.error("the listener to commits failed", e);
                observer.bug();
            }
        }
    }

    @Override
    public List<RoomSnapshot> rooms() {
        return rooms.snapshots();
    }

    @Override
    public CompletionStage<RoomSnapshot> openRoom(RoomName name) {
        SqliteRoom known = rooms.find(name);
        return known == null
                ? running().writer().call(() -> create(name, null))
                : CompletableFuture.completedFuture(known.snapshot());
    }

    @Override
    public CompletionStage<RoomSnapshot> openDirect(RoomName name, DirectPair pair) {
        SqliteRoom known = rooms.find(name);
        return known == null
                ? running().writer().call(() -> create(name, pair))
                : CompletableFuture.completedFuture(known.snapshot());
    }

    @Override
    public void saveSeen(RoomName name, long accountId, long seq) {
        running().seen().save(name, accountId, seq);
    }

    private RoomSnapshot create(RoomName name, @Nullable DirectPair pair) {
        SqliteRoom room = rooms.find(name);
        return room == null ? running().desk().createRoom(name, pair).snapshot() : room.snapshot();
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        return running().writer().append(append);
    }

    @Override
    public CompletionStage<LogPage> read(LogHead head, LogRange range, int limit, int maxBytes) {
        SqliteRoom room = rooms.find(head.room());
        if (room == null) {
            throw new IllegalArgumentException(head.room() + " has not been opened");
        }
        return running()
                .readers()
                .pages()
                .submit(connection -> connection.page(room.id(), head, range, limit, maxBytes));
    }

    @Override
    public CompletionStage<Void> probe() {
        return running().writer().call(() -> {
            running().desk().probe();
            return null;
        });
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

    private WriterTransactions.Parts parts() {
        Running now = running();
        return new WriterTransactions.Parts(
                now.writer(), now.desk(), now.readers().pages());
    }

    /** Removes what the rooms need not keep, as is done every minute. Blocks. */
    void trim() {
        running().keeper().trim();
    }

    @Override
    public String durability() {
        return database.durability().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int queuedAppends() {
        Running now = running;
        return now == null ? 0 : now.writer().queued();
    }

    /** Whether it takes appends; any thread. */
    @Override
    public boolean isHealthy() {
        return health.problem() == null;
    }

    @Override
    public synchronized void close() {
        Running now = running;
        if (now == null || isClosed) {
            return;
        }
        isClosed = true;
        now.keeper().close();
        now.writer().close();
        now.readers().close();
        now.desk().close();
        now.folder().close();
    }

    /** What removes old entries, for tests that do not wait for it. */
    Keeper keeper() {
        return running().keeper();
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the store has not been started");
        }
        return now;
    }
}
