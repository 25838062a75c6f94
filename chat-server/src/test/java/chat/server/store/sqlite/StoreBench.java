// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.config.Durability;
import chat.server.log.Acknowledgement;
import chat.server.log.Append;
import chat.server.log.CommitBatch;
import chat.server.log.LogHead;
import chat.server.log.SenderId;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How near the store comes to SQLite itself: messages a second of appends with and without client ids, against bare
 * inserts of the same rows in groups of the same size, in turns, synced.
 *
 * <p>Usage: {@code StoreBench FOLDER [SECONDS [REPETITIONS [OUTSTANDING]]]}. One thread appends as an event loop does, as
 * soon as something is acknowledged; half of what is outstanding is about one group.
 */
final class StoreBench {

    private static final int SENDERS = 100;
    private static final int LOOPS = 2;
    private static final String TEXT = "x".repeat(100);
    private static final AccountName ANN = new AccountName("ann");

    private final Path folder;
    private final long runNanos;
    private final int repetitions;
    private final int outstanding;
    private int runs;

    /** @param cpuMicros of the whole process for each message: it is steadier than time where others use the machine too */
    private record Result(double perSecond, double cpuMicros, double groupSize) {}

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private StoreBench(Path folder, int seconds, int repetitions, int outstanding) {
        this.folder = folder;
        this.runNanos = TimeUnit.SECONDS.toNanos(seconds);
        this.repetitions = repetitions;
        this.outstanding = outstanding;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int[] numbers = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
        StoreBench bench = new StoreBench(
                folder,
                numbers.length > 0 ? numbers[0] : 2,
                numbers.length > 1 ? numbers[1] : 5,
                numbers.length > 2 ? numbers[2] : 200);
        for (int rooms : new int[] {1, 10, 1_000}) {
            bench.compare(rooms);
        }
    }

    private void compare(int rooms) throws Exception {
        List<Result> bare = new ArrayList<>();
        List<Result> withIds = new ArrayList<>();
        List<Result> bareAsWithIds = new ArrayList<>();
        List<Result> withoutIds = new ArrayList<>();
        // The first round warms up.
        for (int i = 0; i <= repetitions; i++) {
            Result without = store(rooms, false);
            Result like = bare(rooms, (int) Math.round(without.groupSize));
            Result with = store(rooms, true);
            Result likeWith = bare(rooms, (int) Math.round(with.groupSize));
            if (i > 0) {
                withoutIds.add(without);
                bare.add(like);
                withIds.add(with);
                bareAsWithIds.add(likeWith);
            }
        }
        report(rooms, "without ids", withoutIds, bare);
        report(rooms, "with ids", withIds, bareAsWithIds);
    }

    private static void report(int rooms, String what, List<Result> store, List<Result> bare) {
        System.out.printf(
                "%5d rooms, %-11s groups of %4.0f:  store %,8.0f/s, %5.1f µs   bare %,8.0f/s, %5.1f µs   %3.0f %% of the"
                        + " messages a second, %3.0f %% of the messages a CPU second%n",
                rooms,
                what,
                median(store, Result::groupSize),
                median(store, Result::perSecond),
                median(store, Result::cpuMicros),
                median(bare, Result::perSecond),
                median(bare, Result::cpuMicros),
                100 * median(store, Result::perSecond) / median(bare, Result::perSecond),
                100 * median(bare, Result::cpuMicros) / median(store, Result::cpuMicros));
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        double[] figures = results.stream().mapToDouble(figure).sorted().toArray();
        return figures[figures.length / 2];
    }

    private Result bare(int rooms, int group) throws SQLException {
        return inNewFolder(path -> {
            try (Connection connection = new Database(path, Durability.FSYNC).openWriter();
                    Statement statement = connection.createStatement()) {
                Migrations.apply(connection, Migrations.ALL);
                statement.execute("PRAGMA wal_autocheckpoint = 2048");
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO entry (" + EntryRow.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                    return bare(connection, insert, rooms, group);
                }
            }
        });
    }

    private Result bare(Connection connection, PreparedStatement insert, int rooms, int group) throws SQLException {
        long cpu = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < runNanos) {
            for (int i = 0; i < group; i++) {
                insert.setLong(1, EntryKey.of(1 + (int) (count % rooms), 1 + count / rooms));
                insert.setLong(2, System.currentTimeMillis());
                insert.setString(3, "ann");
                insert.setInt(4, 1);
                insert.setLong(5, count);
                insert.setLong(6, 1 + count % SENDERS);
                insert.setString(7, TEXT);
                insert.addBatch();
                count++;
            }
            insert.executeBatch();
            connection.commit();
        }
        return new Result(
                count * 1e9 / (System.nanoTime() - begin), (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count, group);
    }

    private Result store(int rooms, boolean ids) throws SQLException {
        return inNewFolder(path -> {
            List<ExecutorService> loops =
                    Stream.generate(StoreBench::loop).limit(LOOPS).toList();
            SqliteStore store = new SqliteStore(
                    path, Durability.FSYNC, Retention.FOR_EVER, Clock.systemUTC(), new SilentObserver());
            try {
                Load load = new Load(store, ids, loops);
                store.start(load::committed);
                return load.run(rooms, runNanos, outstanding);
            } finally {
                loops.forEach(ExecutorService::shutdown);
                store.close();
            }
        });
    }

    private static ExecutorService loop() {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, "loop"));
    }

    /** What event loops do for their clients. */
    private static final class Load {

        private final SqliteStore store;
        private final boolean ids;
        private final List<LogHead> heads = new ArrayList<>();
        private final List<Loop> loops = new ArrayList<>();
        private volatile long end;
        /** On the writer thread. */
        private long groups;

        Load(SqliteStore store, boolean ids, List<ExecutorService> threads) {
            this.store = store;
            this.ids = ids;
            threads.forEach(thread -> loops.add(new Loop(this, thread, loops.size())));
        }

        void committed(CommitBatch batch) {
            groups++;
            List<Acknowledgement> acknowledgements = batch.acknowledgements();
            loops.forEach(loop -> loop.thread.execute(() -> loop.give(acknowledgements)));
        }

        Result run(int rooms, long nanos, int outstanding) {
            for (int i = 0; i < rooms; i++) {
                heads.add(store.openRoom(new RoomName("#room" + i))
                        .toCompletableFuture()
                        .join()
                        .head());
            }
            long cpu = SYSTEM.getProcessCpuTime();
            long begin = System.nanoTime();
            end = begin + nanos;
            loops.forEach(loop -> loop.begin(outstanding / loops.size()));
            long acknowledged = 0;
            for (Loop loop : loops) {
                acknowledged += loop.done.join();
            }
            return new Result(
                    acknowledged * 1e9 / (System.nanoTime() - begin),
                    (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / acknowledged,
                    (double) acknowledged / groups);
        }
    }

    /** One event loop with its share of the senders; its fields belong to its thread. */
    private static final class Loop {

        private final Load load;
        private final ExecutorService thread;
        private final int number;
        private final List<SenderId> senders = new ArrayList<>();
        private final List<ProducerId> producers = new ArrayList<>();
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private long sent;
        private long acknowledged;

        Loop(Load load, ExecutorService thread, int number) {
            this.load = load;
            this.thread = thread;
            this.number = number;
            for (int i = 0; i < SENDERS / LOOPS; i++) {
                senders.add(new SenderId("guest:" + number + ":" + i));
                producers.add(new ProducerId(String.format("%032x", number * SENDERS + i)));
            }
        }

        void begin(int outstanding) {
            thread.execute(() -> {
                for (int i = 0; i < outstanding; i++) {
                    send();
                }
            });
        }

        void give(List<Acknowledgement> acknowledgements) {
            for (Acknowledgement acknowledgement : acknowledgements) {
                if (acknowledgement.home() == thread) {
                    acknowledgement.give();
                }
            }
        }

        private void send() {
            int sender = (int) (sent % senders.size());
            long id = 1 + sent / senders.size();
            ClientMessageId messageId = load.ids ? new ClientMessageId(producers.get(sender), id) : null;
            LogHead head = load.heads.get((int) ((number + LOOPS * sent) % load.heads.size()));
            sent++;
            load.store
                    .append(new Append(
                            head, ANN, senders.get(sender), new RoomEvent.Message(id, TEXT), messageId, thread))
                    .whenComplete((place, failure) -> acknowledged(failure));
        }

        private void acknowledged(@Nullable Throwable failure) {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            acknowledged++;
            if (System.nanoTime() < load.end) {
                send();
            } else if (acknowledged == sent) {
                done.complete(acknowledged);
            }
        }
    }

    private static final class SilentObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {
            System.err.println("a bug");
        }
    }

    private interface Run {
        Result in(Path folder) throws SQLException;
    }

    private Result inNewFolder(Run run) throws SQLException {
        Path path = folder.resolve("run" + runs++);
        try {
            Files.createDirectories(path);
            return run.in(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(path);
        }
    }

    private static void delete(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
