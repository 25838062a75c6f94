// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.PresenceState;
import chat.server.log.Acknowledgement;
import chat.server.log.CommitBatch;
import chat.server.metrics.ChatMeter;
import chat.server.metrics.ServerMetrics;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A server of which only the delivery is real: everything else does what a seeded random sequence of steps says, one step
 * at a time on one thread.
 */
final class FanOutModel implements ModelConnection.World {

    private static final AccountName SOMEBODY = new AccountName("somebody");
    private static final int MOST_TEXT = 3_000;
    private static final int MOST_TASKS_TO_REST = 200_000;

    private record AckKey(StepLoop loop, int room, long seq) {}

    private final Random random;
    private final boolean faults;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ModelLog log = new ModelLog();
    private final List<StepLoop> loops = new ArrayList<>();
    private final List<Room> rooms = new ArrayList<>();
    private final List<ModelFormat> formats = List.of(new ModelFormat("plain", 1), new ModelFormat("wide", 3));
    private final List<ModelConnection> connections = new ArrayList<>();
    private final Map<AckKey, ModelAck> acks = new LinkedHashMap<>();
    private final ArrayDeque<CommitBatch> untold = new ArrayDeque<>();
    private final List<CommitBatch> late = new ArrayList<>();
    private final FanOutSettings settings;
    private final WriteBufferWaterMark watermarks;
    private final FanOut fanOut;
    private final List<ModelConnection> everMade = new ArrayList<>();

    /** @param faults whether hints are lost, doubled and late, reads fail, and loops look for lost hints */
    FanOutModel(long seed, boolean faults) {
        this.random = new Random(seed);
        this.faults = faults;
        int high = 512 << random.nextInt(4);
        this.watermarks = new WriteBufferWaterMark(high / 2, high);
        long maxLag = faults && chance(10) ? 50 + random.nextInt(500) : Long.MAX_VALUE;
        this.settings = new FanOutSettings(
                chance(30) ? 1 + random.nextInt(16) : FanOutSettings.DEFAULT_BATCH_ENTRIES,
                high / 2,
                1 << random.nextInt(11),
                256 << random.nextInt(12),
                maxLag);
        RoomDirectory directory = new RoomDirectory(log, 100);
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            rooms.add(directory
                    .open(ModelFormat.roomName(i))
                    .toCompletableFuture()
                    .join());
        }
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            loops.add(new StepLoop());
        }
        fanOut = new FanOut(loops, List.copyOf(formats), log, directory, settings, new ServerMetrics(registry));
        for (int i = 0; i < 2 + random.nextInt(8); i++) {
            connect();
        }
    }

    /** Does something that can happen at any time, then looks whether all is well. */
    void step() {
        int dice = random.nextInt(100);
        if (dice < 40) {
            runTask();
        } else if (dice < 55) {
            commit();
        } else if (dice < 70) {
            tell();
        } else if (dice < 80) {
            answerRead();
        } else if (dice < 86) {
            follow();
        } else if (dice < 89) {
            ModelConnection connection = anyConnection();
            connection.loop().run(() -> connection.end(random.nextInt(rooms.size())));
        } else if (dice < 92) {
            on(anyConnection(), random.nextInt(4 * watermarks.high()));
        } else if (dice < 95) {
            on(anyConnection(), Long.MAX_VALUE);
        } else if (dice < 97) {
            Event event = new Event.Presence(anyRoom().name(), SOMEBODY, PresenceState.ONLINE, null);
            fanOut.broadcast(((Event.Presence) event).room(), event);
        } else if (dice < 98) {
            replaceConnection();
        } else if (dice < 99) {
            trim();
        } else if (faults) {
            tick();
        }
        connections.forEach(ModelConnection::assertConsistent);
    }

    /** Lets everything come to rest, part of the peers first, and looks whether everybody has everything. */
    void finish() {
        untold.addAll(late);
        late.clear();
        while (!untold.isEmpty()) {
            CommitBatch batch = untold.remove();
            if (faults && chance(50)) {
                tellSome(batch);
            } else {
                fanOut.committed(batch);
            }
        }
        List<ModelConnection> reading = new ArrayList<>();
        for (ModelConnection connection : connections) {
            if (!connection.channel().isStalled() || chance(50)) {
                on(connection, Long.MAX_VALUE);
                reading.add(connection);
            }
        }
        rest();
        reading.forEach(ModelConnection::assertArrived);
        connections.forEach(connection -> on(connection, Long.MAX_VALUE));
        rest();
        connections.forEach(ModelConnection::assertArrived);
        acks.values().forEach(ack -> assertThat(ack.given()).as("acknowledged").isEqualTo(1));
        connections.forEach(this::close);
        rest();
        for (Room room : rooms) {
            assertThat(fanOut.of(room).audiences())
                    .as("loops that are still told of %s", room.name())
                    .isEmpty();
        }
        assertThat(followers("live")).as("live followers at the end").isZero();
        assertThat(followers("catching_up"))
                .as("followers that read at the end")
                .isZero();
        assertThat(count(ChatMeter.BUGS)).as("exceptions that nobody expected").isZero();
    }

    /** Depends on everything that was written to all connections. */
    long digest() {
        long digest = 0;
        for (ModelConnection connection : everMade) {
            digest = digest * 31 + connection.digest();
        }
        return digest;
    }

    /** How often something happened. */
    double count(ChatMeter meter) {
        return registry.get(nameOf(meter)).counter().count();
    }

    private double followers(String state) {
        return registry.get(nameOf(ChatMeter.FOLLOWERS))
                .tag("state", state)
                .gauge()
                .value();
    }

    private static String nameOf(ChatMeter meter) {
        return meter.prometheusName().replace('_', '.');
    }

    private void rest() {
        settle();
        if (faults) {
            // The first look notes the head, the second sees that a group has not reached it.
            for (int i = 0; i < 3; i++) {
                tick();
                settle();
            }
        }
    }

    private void settle() {
        int tasks = 0;
        boolean busy = true;
        while (busy) {
            busy = false;
            for (StepLoop loop : loops) {
                while (loop.step()) {
                    busy = true;
                    tasks++;
                    assertThat(tasks).as("tasks until everything rests").isLessThan(MOST_TASKS_TO_REST);
                    connections.forEach(ModelConnection::assertConsistent);
                }
            }
            while (log.waitingReads() > 0) {
                busy = true;
                log.answer(random.nextInt(log.waitingReads()));
            }
        }
    }

    private void runTask() {
        StepLoop loop = loops.get(random.nextInt(loops.size()));
        int tasks = chance(10) ? 50 : 1;
        while (tasks > 0 && loop.step()) {
            tasks--;
        }
    }

    private void commit() {
        List<CommitBatch.RoomCommit> commits = new ArrayList<>();
        List<Acknowledgement> acknowledgements = new ArrayList<>();
        for (Room room : rooms) {
            if (commits.isEmpty() || chance(30)) {
                List<LogEntry> entries = log.append(room.name(), lengths());
                commits.add(new CommitBatch.RoomCommit(room.head(), entries));
                for (LogEntry entry : entries.subList(0, Math.min(entries.size(), 3))) {
                    StepLoop home = loops.get(random.nextInt(loops.size()));
                    ModelAck ack = new ModelAck(home);
                    acknowledgements.add(ack);
                    acks.put(new AckKey(home, ModelFormat.roomIndex(room.name()), entry.seq()), ack);
                }
            }
            if (chance(30)) {
                break;
            }
        }
        untold.add(new CommitBatch(commits, acknowledgements, System.nanoTime()));
    }

    private List<Integer> lengths() {
        int entries = 1 + random.nextInt(5);
        int longest = 60;
        if (chance(1)) {
            entries = 1_000 + random.nextInt(300);
            longest = 2;
        } else if (chance(10)) {
            entries = 20 + random.nextInt(80);
        } else if (chance(10)) {
            longest = MOST_TEXT;
        }
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            lengths.add(random.nextInt(longest + 1));
        }
        return lengths;
    }

    /** The writer comes to call its listener: some time after it has published the heads. */
    private void tell() {
        if (!late.isEmpty() && chance(30)) {
            fanOut.committed(late.remove(random.nextInt(late.size())));
            return;
        }
        CommitBatch batch = untold.poll();
        if (batch == null) {
            return;
        }
        CommitBatch entriesOnly = new CommitBatch(batch.rooms(), List.of(), batch.committedNanos());
        int dice = faults ? random.nextInt(100) : 100;
        if (dice < 8) {
            late.add(batch);
        } else if (dice < 14) {
            tellSome(batch);
        } else {
            fanOut.committed(batch);
            if (dice < 20) {
                fanOut.committed(entriesOnly);
            } else if (dice < 26) {
                late.add(entriesOnly);
            }
        }
    }

    /** The hint is lost on some loops, and in the room's tail; the acknowledgements are not. */
    private void tellSome(CommitBatch batch) {
        fanOut.committed(new CommitBatch(List.of(), batch.acknowledgements(), batch.committedNanos()));
        for (CommitBatch.RoomCommit commit : batch.rooms()) {
            RoomFanOut room =
                    fanOut.of(rooms.get(ModelFormat.roomIndex(commit.head().room())));
            Formats known = new Formats(List.copyOf(formats));
            List<EncodedEntry> entries = commit.entries().stream()
                    .map(entry -> new EncodedEntry(entry, known))
                    .toList();
            for (LoopAudience audience : room.audiences()) {
                if (chance(50)) {
                    LoopBatch hint = new LoopBatch(batch.committedNanos());
                    hint.deliveries().add(new LoopBatch.Delivery(room, entries));
                    audience.offer(hint);
                }
            }
        }
    }

    private void answerRead() {
        if (log.waitingReads() == 0) {
            return;
        }
        int read = random.nextInt(log.waitingReads());
        if (faults && chance(15)) {
            log.fail(read);
        } else if (chance(5)) {
            log.answerThenTrim(read, random.nextInt(20));
        } else {
            log.answer(read);
        }
    }

    private void follow() {
        ModelConnection connection = anyConnection();
        int index = random.nextInt(rooms.size());
        long last = rooms.get(index).head().lastSeq();
        long first = rooms.get(index).head().firstSeq();
        long cursor = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> last;
            case 2 -> Math.max(0, last - random.nextInt(10));
            case 3 -> Math.max(0, first - 2);
            default -> random.nextInt((int) last + 1);
        };
        connection.loop().run(() -> connection.follow(index, cursor));
    }

    private void trim() {
        Room room = anyRoom();
        long first = room.head().firstSeq();
        long last = room.head().lastSeq();
        log.trim(room.name(), chance(20) ? last + 1 : first + random.nextInt((int) (last - first) + 2));
    }

    private void tick() {
        for (StepLoop loop : loops) {
            loop.run(() -> fanOut.audienceOf(loop).check());
        }
    }

    private void connect() {
        StepLoop loop = loops.get(random.nextInt(loops.size()));
        ModelFormat format = formats.get(random.nextInt(formats.size()));
        ModelConnection connection = new ModelConnection(this, everMade.size(), loop, format, watermarks);
        connections.add(connection);
        everMade.add(connection);
    }

    private void replaceConnection() {
        ModelConnection gone = connections.remove(random.nextInt(connections.size()));
        close(gone);
        connect();
    }

    private void close(ModelConnection connection) {
        connection.loop().run(() -> connection.channel().close());
    }

    private void on(ModelConnection connection, long bytes) {
        connection.loop().run(() -> connection.channel().allow(bytes));
    }

    private ModelConnection anyConnection() {
        return connections.get(random.nextInt(connections.size()));
    }

    private Room anyRoom() {
        return rooms.get(random.nextInt(rooms.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @Override
    public FanOut fanOut() {
        return fanOut;
    }

    @Override
    public Room room(int room) {
        return rooms.get(room);
    }

    @Override
    public long maxLag() {
        return settings.maxLagEntries();
    }

    @Override
    public long maxWaiting() {
        int largest = ModelFormat.HEADER_BYTES + 3 * MOST_TEXT;
        return watermarks.high() + settings.batchBytes() + largest;
    }

    @Override
    public boolean isAcknowledged(StepLoop loop, int room, long seq) {
        ModelAck ack = acks.get(new AckKey(loop, room, seq));
        return ack == null || ack.given() > 0;
    }
}
