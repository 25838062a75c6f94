// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.client.tls.ChatTls;
import chat.protocol.message.RoomName;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, from the first connection to the verdict. Confined to one event loop; driven by a tick every few milliseconds. */
final class BenchRun {

    private enum Phase {
        /** Clients connect; nothing is sent before all are there. */
        GATHERING,
        SENDING,
        /** What was sent is acknowledged and delivered. */
        SETTLING,
        /** The log is read. */
        READING,
        /** What the log turned out to have reaches everybody. */
        CATCHING_UP,
        OVER
    }

    private static final long TICK_MILLIS = 5;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long to try a server that takes no connection at all. */
    private static final Duration FIRST_CONNECTION_PATIENCE = Duration.ofSeconds(5);
    /** How many times the patience everything may take, for a server that never comes to an end. */
    private static final int LONGEST_SETTLE = 20;

    private static final Duration CATCHING_UP_PATIENCE = Duration.ofSeconds(3);

    private final BenchPlan plan;
    private final Consumer<String> progress;
    private final LoadEnvironment environment;
    private final Findings findings = new Findings();
    private final Tally tally = new Tally();
    private final Quota quota;
    private final List<RoomRecords> rooms;
    private final Ledger ledger;
    private final List<LoadClient> clients = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final CompletableFuture<BenchReport> report = new CompletableFuture<>();

    private Phase phase = Phase.GATHERING;
    private long phaseNanos;
    private long gathered;
    private long sendingNanos;
    private long settledBy;
    private long lastOfAll;
    private long progressMade;
    private long progressNanos;
    private long deliveriesAtProgress;
    private long acknowledgedAtProgress;
    private @Nullable LogReader reader;

    /**
     * @param tls how to make sure of the server, or null for connections that are not encrypted
     * @param progress is given a line about every second
     */
    BenchRun(EventLoop loop, BenchPlan plan, @Nullable ChatTls tls, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.environment = new LoadEnvironment(loop, plan.server(), tls, plan.silence());
        this.quota = new Quota(plan.messages());
        String run = HexFormat.of().toHexDigits(new SplittableRandom().nextInt());
        RoomName given = plan.room();
        this.rooms = IntStream.range(0, plan.rooms())
                .mapToObj(i -> new RoomRecords(given != null ? given : new RoomName("#bench-" + run + "-" + i)))
                .toList();
        Wording wording = new Wording(run, plan.size());
        this.ledger = new Ledger(plan.senders(), rooms, wording, findings);
        LoadClient.Shared shared = new LoadClient.Shared(environment, ledger, rooms, tally, findings);
        for (int i = 0; i < plan.senders(); i++) {
            Sender sender = new Sender(i, ledger, wording, quota, tally, plan);
            senders.add(sender);
            clients.add(new LoadClient(shared, "sender " + i, sender, null));
        }
        for (int i = 0; i < plan.readers(); i++) {
            clients.add(new LoadClient(shared, "reader " + i, null, null));
        }
        for (int i = 0; i < plan.stalled(); i++) {
            Stalls stalls = new Stalls(environment.nanoTime(), environment.random());
            clients.add(new LoadClient(shared, "stalled reader " + i, null, stalls));
        }
    }

    /** Begins; the result is completed on the loop. */
    CompletableFuture<BenchReport> start() {
        phaseNanos = environment.nanoTime();
        progressNanos = phaseNanos;
        schedule();
        return report;
    }

    private void schedule() {
        environment.loop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            long now = environment.nanoTime();
            clients.forEach(LoadClient::tick);
            advance(now);
            tellProgress(now);
            if (phase != Phase.OVER) {
                schedule();
            }
        } catch (RuntimeException e) {
            stop();
            report.completeExceptionally(e);
        }
    }

    private void advance(long now) {
        switch (phase) {
            case GATHERING -> gather(now);
            case SENDING -> send(now);
            case SETTLING -> settle(now);
            case READING -> read(now);
            case CATCHING_UP -> catchUp(now);
            case OVER -> {}
        }
    }

    private void gather(long now) {
        long ready = ready();
        if (ready > gathered) {
            gathered = ready;
            phaseNanos = now;
        }
        if (ready == clients.size()) {
            environment.beginSending();
            begin(Phase.SENDING, now);
        } else if (refusal() != null || now - phaseNanos >= gatheringPatience().toNanos()) {
            finish();
        }
    }

    private Duration gatheringPatience() {
        boolean reached = clients.stream().anyMatch(LoadClient::hasReachedServer);
        return reached ? plan.settle() : FIRST_CONNECTION_PATIENCE;
    }

    private void send(long now) {
        if (!quota.isUsedUp() && now - phaseNanos < plan.duration().toNanos()) {
            return;
        }
        quota.close();
        sendingNanos = now - phaseNanos;
        settledBy = now + plan.settle().toNanos();
        lastOfAll = now + LONGEST_SETTLE * plan.settle().toNanos();
        clients.forEach(LoadClient::endStalls);
        begin(Phase.SETTLING, now);
    }

    /** As long as something is acknowledged or delivered, the rest may come too. */
    private void extendPatience(long now) {
        long made = tally.acknowledged + tally.deliveries;
        if (made != progressMade) {
            progressMade = made;
            long until = now + plan.settle().toNanos();
            settledBy = until - lastOfAll < 0 ? until : lastOfAll;
        }
    }

    private void settle(long now) {
        extendPatience(now);
        boolean settled = clients.stream().allMatch(client -> client.isLevel() && client.isAcknowledged());
        if (settled || now - settledBy >= 0) {
            if (ready() == 0) {
                finish();
                return;
            }
            reader = new LogReader(environment, ledger, rooms, findings);
            begin(Phase.READING, now);
        }
    }

    private void read(long now) {
        LogReader current = Objects.requireNonNull(reader);
        current.tick();
        if (current.isDone() || current.isStuck(plan.settle())) {
            begin(Phase.CATCHING_UP, now);
        }
    }

    private void catchUp(long now) {
        extendPatience(now);
        long patience = Math.max(settledBy - phaseNanos, CATCHING_UP_PATIENCE.toNanos());
        boolean level = watches().allMatch(watch -> watch.hasReached(headOf(watch)));
        if (level || now - phaseNanos >= patience) {
            finish();
        }
    }

    private void begin(Phase next, long now) {
        phase = next;
        phaseNanos = now;
    }

    /** How many clients follow all their rooms now. */
    private long ready() {
        return clients.stream().filter(LoadClient::isReady).count();
    }

    private Stream<RoomWatch> watches() {
        return clients.stream().flatMap(client -> client.watches().stream());
    }

    /** How far a client should get: to the end of the log, or of what others have seen, if it is of the same log. */
    private long headOf(RoomWatch watch) {
        RoomRecords room = watch.records();
        StoredLog log = logs().get(room);
        if (log == null) {
            return watch.epoch().equals(room.epoch())
                    ? room.record(room.epoch()).head()
                    : 0;
        }
        return watch.epoch().equals(log.epoch()) ? Math.max(log.entries().head(), log.expectedHead()) : 0;
    }

    private Map<RoomRecords, StoredLog> logs() {
        return reader == null ? Map.of() : reader.logs();
    }

    private void finish() {
        Judge judge = new Judge(ledger, findings);
        boolean begun = phase != Phase.GATHERING;
        if (begun) {
            watches().forEach(watch -> watch.end(headOf(watch)));
            rooms.forEach(judge::live);
            logs().forEach(judge::log);
            watches().forEach(watch -> gaps(judge, watch));
        }
        BenchReport.Circumstances circumstances = new BenchReport.Circumstances(
                Duration.ofNanos(sendingNanos),
                senders.stream().mapToLong(Sender::unacknowledged).sum(),
                watches().mapToLong(RoomWatch::gapEntries).sum(),
                rooms.stream().mapToLong(room -> Math.max(0, room.epochs() - 1)).sum(),
                judge.falselyGone(),
                judge.unchecked(),
                judge.notOrdered(),
                clients.stream().anyMatch(LoadClient::hasBeenWelcomed),
                (int) (clients.size() - ready()),
                begun && logs().size() == rooms.size(),
                refusal(),
                clients.stream().anyMatch(LoadClient::isUntrusting));
        phase = Phase.OVER;
        stop();
        report.complete(new BenchReport(plan, rooms.get(0).room(), findings, tally, circumstances));
    }

    private void gaps(Judge judge, RoomWatch watch) {
        StoredLog log = logs().get(watch.records());
        if (log != null) {
            judge.gaps(watch, log);
        }
    }

    private void stop() {
        clients.forEach(LoadClient::stop);
        if (reader != null) {
            reader.stop();
        }
    }

    private @Nullable String refusal() {
        return clients.stream()
                .map(LoadClient::refusal)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void tellProgress(long now) {
        long elapsed = now - progressNanos;
        if (elapsed < PROGRESS_NANOS || phase == Phase.OVER) {
            return;
        }
        double seconds = elapsed / 1e9;
        progress.accept(String.format(
                Locale.ROOT,
                "%s: %d of %d clients, %d sent, %d acknowledged (%.0f/s), %d delivered (%.0f/s)%s",
                phase.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                ready(),
                clients.size(),
                tally.sent,
                tally.acknowledged,
                (tally.acknowledged - acknowledgedAtProgress) / seconds,
                tally.deliveries,
                (tally.deliveries - deliveriesAtProgress) / seconds,
                findings.isEmpty() ? "" : ", BROKEN"));
        progressNanos = now;
        deliveriesAtProgress = tally.deliveries;
        acknowledgedAtProgress = tally.acknowledged;
    }
}
