// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.RoomName;
import chat.server.config.Durability;
import chat.server.log.LogHead;
import chat.server.log.LogRange;
import chat.server.store.RecordingObserver;
import chat.server.store.Retention;
import chat.server.store.SteppingClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How long a store takes to start with many rooms and entries, against an empty one, and how long a page of a large room
 * takes.
 *
 * <p>Usage: {@code StartBench FOLDER [ROOMS [MESSAGES]]}, by default 1,000 rooms with 1,000,000 messages in all. The first
 * room gets another 1,000,000. The folder must be empty.
 */
final class StartBench {

    private static final int REPETITIONS = 7;
    private static final int IN_FIRST_ROOM = 1_000_000;

    private StartBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int rooms = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        int messages = args.length > 2 ? Integer.parseInt(args[2]) : 1_000_000;
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path full = Files.createDirectories(folder.resolve("full"));
        start(empty).close();
        start(full).close();
        fill(full, rooms, messages / rooms);
        System.out.printf(
                "start: empty %d ms, %,d rooms with %,d messages %d ms%n",
                median(() -> startMillis(empty)), rooms, messages + IN_FIRST_ROOM, median(() -> startMillis(full)));
        try (SqliteStore store = start(full)) {
            RoomName first = new RoomName("#room0");
            LogHead head = store.openRoom(first).toCompletableFuture().join().head();
            System.out.printf("opening a room of %,d: %d µs%n", head.lastSeq(), median(() -> openMicros(store, first)));
            for (LogRange range : new LogRange[] {
                new LogRange.Before(Long.MAX_VALUE), new LogRange.After(head.lastSeq() / 2), new LogRange.From(500_000)
            }) {
                System.out.printf("its page %s: %d µs%n", range, median(() -> pageMicros(store, head, range)));
            }
        }
    }

    private static SqliteStore start(Path folder) {
        SqliteStore store = new SqliteStore(
                folder, Durability.FSYNC, Retention.FOR_EVER, new SteppingClock(), new RecordingObserver());
        store.start(batch -> {});
        return store;
    }

    private static long startMillis(Path folder) {
        long begin = System.nanoTime();
        SqliteStore store = start(folder);
        long took = System.nanoTime() - begin;
        store.close();
        return took / 1_000_000;
    }

    private static long openMicros(SqliteStore store, RoomName room) {
        long begin = System.nanoTime();
        store.openRoom(room).toCompletableFuture().join();
        return (System.nanoTime() - begin) / 1_000;
    }

    private static long pageMicros(SqliteStore store, LogHead head, LogRange range) {
        long begin = System.nanoTime();
        store.read(head, range, 20, 1 << 20).toCompletableFuture().join();
        return (System.nanoTime() - begin) / 1_000;
    }

    private static long median(LongSupplier measurement) {
        long[] figures = new long[REPETITIONS];
        Arrays.setAll(figures, i -> measurement.getAsLong());
        Arrays.sort(figures);
        return figures[REPETITIONS / 2];
    }

    private static void fill(Path folder, int rooms, int each) throws SQLException {
        try (Connection connection = new Database(folder, Durability.OS).openWriter();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO entry (" + EntryRow.COLUMNS + ") VALUES (?, ?, 'ann', 1, ?, NULL, ?)")) {
            for (int room = 1; room <= rooms; room++) {
                statement.execute(
                        "INSERT INTO room VALUES (" + room + ", '#room" + (room - 1) + "', 'e', 1, 0, 0, '')");
                int count = each + (room == 1 ? IN_FIRST_ROOM : 0);
                for (int seq = 1; seq <= count; seq++) {
                    insert.setLong(1, EntryKey.of(room, seq));
                    insert.setLong(2, seq);
                    insert.setLong(3, seq);
                    insert.setString(4, "x".repeat(100));
                    insert.addBatch();
                    if (seq % 10_000 == 0 || seq == count) {
                        insert.executeBatch();
                    }
                }
                connection.commit();
            }
        }
    }
}
