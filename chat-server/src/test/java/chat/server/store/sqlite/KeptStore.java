// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.config.Durability;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.log.SenderId;
import chat.server.store.RecordingListener;
import chat.server.store.RecordingObserver;
import chat.server.store.Retention;
import chat.server.store.SteppingClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store in a folder, which can be restarted and whose connections can be made to fail. */
final class KeptStore implements AutoCloseable {

    static final RoomName LOBBY = new RoomName("#lobby");
    static final RoomName GARDEN = new RoomName("#garden");
    static final SenderId SENDER = new SenderId("guest:1");

    private static final AccountName ANN = new AccountName("ann");
    private static final ProducerId PRODUCER = new ProducerId("0".repeat(32));
    private static final Duration RETRY = Duration.ofMillis(10);

    final SteppingClock clock = new SteppingClock();
    final RecordingObserver observer = new RecordingObserver();
    final FaultyDriver driver = new FaultyDriver();
    RecordingListener listener = new RecordingListener();

    private final Path folder;
    private final Durability durability;
    private Retention retention = Retention.FOR_EVER;
    private SqliteStore store;

    KeptStore(Path folder) {
        this(folder, Durability.OS);
    }

    KeptStore(Path folder, Durability durability) {
        this.folder = folder;
        this.durability = durability;
        this.store = create();
    }

    KeptStore keeping(Retention some) {
        retention = some;
        store = create();
        return this;
    }

    private SqliteStore create() {
        return new SqliteStore(new Database(folder, durability, driver), retention, clock, observer, RETRY);
    }

    KeptStore start() {
        store.start(listener);
        return this;
    }

    /** Ends it in good order and starts another one over the same folder. */
    void restart() {
        store.close();
        store = create();
        listener = new RecordingListener();
        start();
    }

    SqliteStore store() {
        return store;
    }

    Path file() {
        return folder.resolve(Database.FILE_NAME);
    }

    LogHead head(RoomName room) {
        return get(store.openRoom(room)).head();
    }

    Appended append(RoomName room, long id, String text) {
        return get(later(room, SENDER, id, text));
    }

    Appended append(RoomName room, String text) {
        return get(later(room, SENDER, null, text));
    }

    CompletableFuture<Appended> later(RoomName room, SenderId sender, @Nullable Long id, String text) {
        return later(head(room), sender, id, text);
    }

    CompletableFuture<Appended> later(LogHead head, SenderId sender, @Nullable Long id, String text) {
        ClientMessageId messageId = id == null ? null : new ClientMessageId(PRODUCER, id);
        RoomEvent.Message message = new RoomEvent.Message(id == null ? 1 : id, text);
        return store.append(new Append(head, ANN, sender, message, messageId, Runnable::run))
                .toCompletableFuture();
    }

    LogPage page(RoomName room, LogRange range, int limit) {
        return get(store.read(head(room), range, limit, 1 << 24));
    }

    List<String> texts(RoomName room) {
        return page(room, new LogRange.After(0), 1_000_000).entries().stream()
                .map(KeptStore::text)
                .toList();
    }

    static String text(LogEntry entry) {
        return ((RoomEvent.Message) entry.event()).text();
    }

    void awaitHealthy() {
        await("the store works again")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(store::isHealthy);
    }

    /** Does something through a connection of its own, as another program would. */
    void sql(String... statements) {
        try (Connection connection = Database.connect(file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The number that a statement gives, through a connection of its own. */
    long number(String sql) {
        try (Connection connection = Database.connect(file())) {
            return Database.number(connection, sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What the server that has it open has noted of itself. */
    String runningMark() {
        try (Connection connection = Database.connect(file())) {
            return Migrations.meta(connection, "running");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** How it was refused. */
    static ErrorCode refusal(CompletionStage<?> stage) {
        try {
            get(stage);
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(RejectedException.class);
            return ((RejectedException) e.getCause()).code();
        }
        throw new AssertionError("it was not refused");
    }

    @Override
    public void close() {
        driver.heal();
        listener.release();
        store.close();
    }
}
