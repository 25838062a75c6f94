// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A live client that comes back whenever its connection ends: joins its rooms where it was, and shows its watches every event
 * that came. Confined to one event loop.
 */
final class LoadClient implements LoadConnection.Owner {

    /** What all clients of a run share. */
    record Shared(
            LoadEnvironment environment, Ledger ledger, List<RoomRecords> rooms, Tally tally, Findings findings) {}

    private static final int STALLED_RECEIVE_BUFFER = 16 * 1024;
    private static final String JOIN_REF = "j";
    private static final long PING_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

    private final Shared shared;
    private final String label;
    private final @Nullable Sender sender;
    private final @Nullable Stalls stalls;
    private final Map<RoomName, RoomWatch> watches = new LinkedHashMap<>();
    private final List<RoomWatch> watchList = new ArrayList<>();
    private final ProducerId producer = ProducerId.random();
    private final Retry retry;

    private @Nullable LoadConnection connection;
    private @Nullable String resume;
    private @Nullable String refusal;
    private boolean untrusting;
    private boolean reached;
    private boolean welcomed;
    private boolean wasWelcomed;
    private boolean ready;
    private boolean wasReady;
    private long lastReadNanos;
    private long lastPingNanos;
    private long rejoinNanos = Long.MAX_VALUE;

    /**
     * @param label what it is called in a report
     * @param sender what it sends, or null
     * @param stalls when it does not read, or null
     */
    LoadClient(Shared shared, String label, @Nullable Sender sender, @Nullable Stalls stalls) {
        this.shared = shared;
        this.label = label;
        this.sender = sender;
        this.stalls = stalls;
        this.retry = new Retry(shared.environment().random());
        for (RoomRecords room : shared.rooms()) {
            RoomWatch watch = new RoomWatch(label, room, shared.findings());
            watches.put(room.room(), watch);
            watchList.add(watch);
        }
    }

    /** Whether there has been a connection. */
    boolean hasReachedServer() {
        return reached;
    }

    /** Whether a server has ever welcomed it. */
    boolean hasBeenWelcomed() {
        return wasWelcomed;
    }

    /** Whether it follows all its rooms. */
    boolean isReady() {
        return ready;
    }

    /** Whether it follows all its rooms and has everything that anybody is known to have. */
    boolean isLevel() {
        return ready && watchList.stream().allMatch(RoomWatch::isLevel);
    }

    /** Whether everything it sent has been answered. */
    boolean isAcknowledged() {
        return sender == null || sender.unacknowledged() == 0;
    }

    /** Whether it does not trust the certificate of the server. */
    boolean isUntrusting() {
        return untrusting;
    }

    /** Why the server does not want it, or null if it does. */
    @Nullable
    String refusal() {
        return refusal;
    }

    List<RoomWatch> watches() {
        return watchList;
    }

    /** Reads from now on, without stalls. */
    void endStalls() {
        if (stalls != null) {
            stalls.end();
        }
    }

    /** Sends what is due. */
    private void pump(LoadConnection to, long nowNanos) {
        if (sender != null && ready && shared.environment().isSending()) {
            sender.pump(nowNanos, to::write);
        }
    }

    /** To be called every few milliseconds. */
    void tick() {
        long now = shared.environment().nanoTime();
        LoadConnection current = connection;
        if (current == null) {
            if (refusal == null && retry.isDue(now)) {
                lastReadNanos = now;
                connection =
                        new LoadConnection(shared.environment(), stalls == null ? 0 : STALLED_RECEIVE_BUFFER, this);
            }
            return;
        }
        boolean reads = stalls == null || !ready || stalls.reads(now);
        if (stalls != null) {
            current.read(reads);
        }
        if (!reads) {
            lastReadNanos = now;
        } else if (now - lastReadNanos >= shared.environment().silence().toNanos()) {
            current.drop();
            closed();
            return;
        } else if (welcomed && now - lastReadNanos >= PING_AFTER_NANOS && now - lastPingNanos >= PING_AFTER_NANOS) {
            lastPingNanos = now;
            current.write(new Command.Ping("p", null));
        }
        if (now >= rejoinNanos) {
            join(current);
        }
        pump(current, now);
        current.flush();
    }

    /** Ends for good. */
    void stop() {
        LoadConnection current = connection;
        if (current != null) {
            current.drop();
        }
        connection = null;
    }

    @Override
    public void opened() {
        reached = true;
        hello();
    }

    @Override
    public void received(Event event) {
        lastReadNanos = shared.environment().nanoTime();
        if (event instanceof LogEntry entry) {
            entry(entry);
        } else if (event instanceof Event.Sent sent) {
            sent(sent);
        } else if (event instanceof Event.Joined joined) {
            joined(joined);
        } else if (event instanceof Event.Gap gap) {
            RoomWatch watch = watches.get(gap.room());
            if (watch != null) {
                watch.gap(gap);
            }
        } else if (event instanceof Event.Rejected rejected) {
            rejected(rejected);
        } else if (event instanceof Event.Welcome welcome) {
            welcomed = true;
            wasWelcomed = true;
            resume = welcome.resume();
            LoadConnection current = connection;
            if (current != null) {
                join(current);
                current.flush();
            }
        } else if (event instanceof Event.Goodbye goodbye) {
            goodbye(goodbye);
        }
    }

    @Override
    public void unreadable(String reason) {
        shared.tally().unreadable++;
        shared.findings()
                .broken(Breach.ALTERED, Witness.LIVE, 1, () -> label + " was sent what is no event: " + reason);
    }

    @Override
    public void untrusted(String reason) {
        untrusting = true;
        refusal = reason;
        closed();
    }

    @Override
    public void readComplete() {
        LoadConnection current = connection;
        if (current != null) {
            pump(current, shared.environment().nanoTime());
            current.flush();
        }
    }

    @Override
    public void closed() {
        connection = null;
        welcomed = false;
        ready = false;
        rejoinNanos = Long.MAX_VALUE;
        watchList.forEach(RoomWatch::disconnected);
        if (sender != null) {
            sender.disconnected();
        }
        if (wasReady) {
            shared.tally().reconnects++;
        }
        wasReady = false;
        retry.lost(shared.environment().nanoTime());
    }

    private void hello() {
        LoadConnection current = connection;
        if (current != null) {
            current.write(new Command.Hello(Command.PROTOCOL_VERSION, "chat-client bench", null, resume, producer));
            current.flush();
        }
    }

    private void join(LoadConnection to) {
        rejoinNanos = Long.MAX_VALUE;
        for (int i = 0; i < watchList.size(); i++) {
            if (!watchList.get(i).isJoined()) {
                to.write(watchList.get(i).join(JOIN_REF + i));
            }
        }
    }

    private void joined(Event.Joined joined) {
        RoomWatch watch = watches.get(joined.room());
        if (watch == null) {
            return;
        }
        watch.joined(joined);
        if (!ready && watchList.stream().allMatch(RoomWatch::isJoined)) {
            ready = true;
            wasReady = true;
            retry.succeeded();
            if (sender != null) {
                sender.connected();
            }
        }
    }

    private void entry(LogEntry entry) {
        RoomWatch watch = watches.get(entry.room());
        if (watch == null) {
            return;
        }
        Wording.Said said = shared.ledger().said(entry);
        long message = shared.ledger().identify(entry, said, Witness.LIVE);
        watch.entry(entry, message);
        if (said == null) {
            shared.tally().foreign++;
            return;
        }
        shared.tally().deliveries++;
        if (stalls == null) {
            Tally.record(shared.tally().deliveryMicros, lastReadNanos - said.sentNanos());
        }
    }

    private void sent(Event.Sent sent) {
        RoomWatch watch = watches.get(sent.room());
        if (sender != null) {
            sender.acknowledged(sent, watch == null ? "" : watch.epoch(), lastReadNanos);
        }
    }

    private void rejected(Event.Rejected rejected) {
        if (sender != null && sender.rejected(rejected, lastReadNanos)) {
            return;
        }
        if (rejected.code() == ErrorCode.RESUME_INVALID && resume != null) {
            shared.tally().proofsRefused++;
            resume = null;
            hello();
        } else if (!Sender.isPassing(rejected.code())) {
            refusal = rejected.code().wireName() + ": " + rejected.message();
        } else if (welcomed) {
            Long hint = rejected.retryAfterMillis();
            rejoinNanos = lastReadNanos + TimeUnit.MILLISECONDS.toNanos(hint == null ? 1_000 : Math.min(hint, 60_000));
        } else {
            LoadConnection current = connection;
            if (current != null) {
                current.drop();
            }
            closed();
        }
    }

    private void goodbye(Event.Goodbye goodbye) {
        if (goodbye.code() == CloseReason.REPLACED.number()) {
            // By a connection of this client's that it gave up before the server had read its hello.
            shared.tally().replaced++;
        } else if (!CloseReason.comeBack(goodbye.code())) {
            refusal = goodbye.code() + ": " + goodbye.reason();
        }
    }
}
