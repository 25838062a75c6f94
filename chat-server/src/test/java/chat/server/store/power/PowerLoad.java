// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.protocol.message.RoomName;
import chat.server.config.Durability;
import chat.server.log.Appended;
import chat.server.room.RoomSnapshot;
import chat.server.store.ChatStore;
import chat.server.store.CommitWriter;
import chat.server.store.Retention;
import chat.server.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A process that fills a store and writes down what it is told, each line with one write(2) after it was told. Started
 * again with the same file it goes on, beginning with what had not been acknowledged.
 */
final class PowerLoad {

    /** What the first room keeps. */
    static final int KEPT_IN_FIRST_ROOM = 100;

    private static final Retention.Rule EVERYTHING = new Retention.Rule(OptionalLong.empty(), Optional.empty());

    private final ChatStore store;
    private final FileChannel told;
    private final long pauseMillis;

    private PowerLoad(ChatStore store, FileChannel told, long pauseMillis) {
        this.store = store;
        this.told = told;
        this.pauseMillis = pauseMillis;
    }

    /**
     * Fills a store.
     *
     * @param args the data folder, the file of what was told, the durability, how many senders, how many messages of
     *     each, and how many milliseconds each waits between two
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        long[] lastIds = lastIds(file, Integer.parseInt(args[3]));
        Retention retention = new Retention(
                EVERYTHING,
                Map.of(
                        new RoomName("#power-0"),
                        new Retention.Rule(OptionalLong.of(KEPT_IN_FIRST_ROOM), Optional.empty())));
        SqliteStore store = new SqliteStore(
                Path.of(args[0]), Durability.valueOf(args[2]), retention, Clock.systemUTC(), new NoObserver());
        store.start(batch -> batch.acknowledgements()
                .forEach(acknowledgement -> acknowledgement.home().execute(acknowledgement::give)));
        try (FileChannel told = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            new PowerLoad(store, told, Long.parseLong(args[5])).run(lastIds, Long.parseLong(args[4]));
        }
        store.close();
    }

    /** The last id of each sender that was acknowledged; each waits for one answer before the next. */
    private static long[] lastIds(Path file, int senders) throws IOException {
        long[] ids = new long[senders];
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (Told.of(line) instanceof Told.Stored stored) {
                    ids[stored.said().sender()] = stored.said().id();
                }
            }
        }
        return ids;
    }

    private void run(long[] lastIds, long messages) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lastIds.length; i++) {
            int sender = i;
            threads.add(new Thread(() -> send(sender, lastIds[sender] + 1, messages), "sender-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void send(int sender, long firstId, long messages) {
        try {
            for (long id = firstId; id < firstId + messages; id++) {
                Said said = new Said(sender, id);
                RoomSnapshot room =
                        store.openRoom(said.room()).toCompletableFuture().join();
                tell(new Told.Opened(said.room(), room.head().epoch()));
                Appended place = store.append(said.append(room.head()))
                        .toCompletableFuture()
                        .join();
                tell(new Told.Stored(said, place.seq(), place.duplicate()));
                // Spreads the same messages over more time, for what the store does by the clock.
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void tell(Told what) throws IOException {
        told.write(ByteBuffer.wrap(what.line().getBytes(StandardCharsets.UTF_8)));
    }

    private static final class NoObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {
            System.exit(1);
        }
    }
}
