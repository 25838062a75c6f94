// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.LogEntry;
import chat.protocol.message.ProducerId;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store that is open in a folder, for tests that look at its files and at what it keeps. */
final class FolderStore implements AutoCloseable {

    static final RoomName OPS = new RoomName("#ops");
    static final RoomName GARDEN = new RoomName("#garden");

    private static final ProducerId PRODUCER = new ProducerId("1".repeat(32));

    private final SqliteStore store;

    FolderStore(Path folder) {
        this(folder, Retention.FOR_EVER, Clock.systemUTC());
    }

    FolderStore(Path folder, Retention retention, Clock clock) {
        store = new SqliteStore(folder, Durability.OS, retention, clock, new RecordingObserver());
        store.start(new RecordingListener());
    }

    SqliteStore store() {
        return store;
    }

    LogHead head(RoomName room) {
        return get(store.openRoom(room)).head();
    }

    Appended say(RoomName room, String text) {
        return say(room, text, null);
    }

    /** @param id null for none, else that of the message within one producer */
    Appended say(RoomName room, String text, @Nullable Long id) {
        return get(later(room, text, id));
    }

    CompletableFuture<Appended> later(RoomName room, String text, @Nullable Long id) {
        ClientMessageId messageId = id == null ? null : new ClientMessageId(PRODUCER, id);
        RoomEvent.Message message = new RoomEvent.Message(id == null ? 1 : id, text);
        return store.append(new Append(
                        head(room), new AccountName("ann"), new SenderId("guest:1"), message, messageId, Runnable::run))
                .toCompletableFuture();
    }

    void sayNumbers(RoomName room, int count) {
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            answers.add(later(room, "number " + i, null));
        }
        answers.forEach(FolderStore::get);
    }

    LogPage page(RoomName room, LogRange range) {
        return get(store.read(head(room), range, 100_000, 100_000_000));
    }

    List<LogEntry> entries(RoomName room) {
        return page(room, new LogRange.After(0)).entries();
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Copies a folder as it is, which is what the end of the process leaves of it. */
    static Path copy(Path folder, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    @Override
    public void close() {
        store.close();
    }
}
