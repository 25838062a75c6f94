// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RoomName;
import chat.server.config.Durability;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.room.RoomSnapshot;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps everything in an SQLite database. Thread-safe; see the package for what runs where. */
public final class SqliteStore implements ChatStore {

    private static final int QUEUE_CAPACITY = 65_536;

    private final Database database;
    private final Retention retention;
    private final Clock clock;
    private final CommitWriter.Observer observer;
    private final StoreHealth health = new StoreHealth();
    private final Rooms rooms = new Rooms();
    private volatile @Nullable Running running;

    /** What there is between start and close. */
    private record Running(DataFolder folder, WriterDesk desk, ReadPool reads, CommitWriter writer, Keeper keeper) {}

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
        this.database = new Database(folder, durability);
        this.retention = retention;
        this.clock = clock;
        this.observer = observer;
    }

    /** @throws chat.server.store.StoreException if the database cannot be used */
    @Override
    public void start(CommitListener listener) {
        DataFolder folder = DataFolder.take(database.folder());
        try {
            running = open(folder, listener);
        } catch (SQLException e) {
            folder.close();
            throw folder.unusable(e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private Running open(DataFolder folder, CommitListener listener) throws SQLException {
        ReadPool reads = new ReadPool(database, health);
        Checkpoints checkpoints = new Checkpoints(database);
        WriterDesk desk = new WriterDesk(database, rooms, reads, health, checkpoints);
        try {
            CleanEnd.opened(desk.connection(), database.durability());
            desk.connection().rooms().load().forEach(rooms::add);
            desk.connection().commit();
        } catch (SQLException | RuntimeException e) {
            desk.discard();
            reads.close();
            throw e;
        }
        folder.sync();
        CommitWriter writer = new CommitWriter(
                "chat-writer",
                QUEUE_CAPACITY,
                new GroupCommit(desk, rooms, reads, clock, observer),
                listener,
                observer);
        Keeper keeper =
                new Keeper(writer, desk, checkpoints, rooms, reads, retention, clock, () -> recover(desk, listener));
        writer.start();
        keeper.start();
        return new Running(folder, desk, reads, writer, keeper);
    }

    private static void recover(WriterDesk desk, CommitListener listener) {
        List<CommitBatch.RoomCommit> found = desk.recover();
        if (!found.isEmpty()) {
            listener.committed(new CommitBatch(found, List.of(), System.nanoTime()));
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
                ? running().writer().call(() -> create(name))
                : CompletableFuture.completedFuture(known.snapshot());
    }

    private RoomSnapshot create(RoomName name) {
        SqliteRoom room = rooms.find(name);
        return room == null ? running().desk().createRoom(name).snapshot() : room.snapshot();
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
        return running().reads().submit(connection -> connection.page(room.id(), head, range, limit, maxBytes));
    }

    @Override
    public CompletionStage<Void> probe() {
        return running().writer().call(() -> {
            running().desk().probe();
            return null;
        });
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
    public void close() {
        Running now = running;
        if (now == null) {
            return;
        }
        now.keeper().close();
        now.writer().close();
        now.reads().close();
        now.desk().close();
        now.folder().close();
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the store has not been started");
        }
        return now;
    }
}
