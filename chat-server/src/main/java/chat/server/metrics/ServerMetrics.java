// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import chat.server.config.Limit;
import chat.server.config.Rate;
import chat.server.limit.SharedBucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What the server counts, one method for each event. Cheap enough for every message: meters are looked up beforehand, and
 * nothing allocates, locks or builds strings. Thread-safe.
 */
public final class ServerMetrics {

    private static final Rate LOGGED_BUGS = new Rate(10, Duration.ofMinutes(1), 50);

    private final MeterRegistry registry;

    private final ByLabel<LongAdder> connections;
    private final Counter accepted;
    private final ByLabel<Counter> refused;
    private final ByLabel<Counter> closed;
    private final ByLabel<CommandCounters> commands;
    private final Counter messagesCommitted;
    private final Counter commits;
    private final Timer commitSeconds;
    private final Timer deliverySeconds;
    private final Counter deliveries;
    private final Counter receivedBytes;
    private final Counter sentBytes;
    private final LongAdder followersLive = new LongAdder();
    private final LongAdder followersCatchingUp = new LongAdder();
    private final Counter followersLeftLive;
    private final Counter hintsLost;
    private final Counter gaps;
    private final Timer eventLoopLag;
    private final Counter certificatesLoaded;
    private final Counter certificatesRefused;
    private final Counter bugs;
    private final ByLabel<Counter> signIns;
    private final SharedBucket bugLines = SharedBucket.of(Limit.atMost(LOGGED_BUGS), System.nanoTime());
    private final ByLabel<Counter> rateLimited;
    private final Source appendQueue = new Source();
    private final Source rooms = new Source();
    private final Source storeHealth = new Source();
    private final Source hashingQueue = new Source();
    private final Source directMemory = new Source();
    private final Source heapMemory = new Source();

    /**
     * Registers all meters that do not depend on a label.
     *
     * @param registry takes the meters; a {@code SimpleMeterRegistry} will do in tests
     */
    public ServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        connections = new ByLabel<>(this::connectionGauge);
        accepted = ChatMeter.CONNECTIONS_ACCEPTED.counter(registry);
        refused = new ByLabel<>(reason -> ChatMeter.CONNECTIONS_REFUSED.counter(registry, reason));
        for (Refusal reason : Refusal.values()) {
            refused.of(reason.label());
        }
        closed = new ByLabel<>(reason -> ChatMeter.CONNECTIONS_CLOSED.counter(registry, reason));
        commands = new ByLabel<>(this::commandCounters);
        rateLimited = new ByLabel<>(limit -> ChatMeter.RATE_LIMITED.counter(registry, limit));
        messagesCommitted = ChatMeter.MESSAGES_COMMITTED.counter(registry);
        commits = ChatMeter.COMMITS.counter(registry);
        commitSeconds = ChatMeter.COMMIT_SECONDS.histogram(registry);
        deliverySeconds = ChatMeter.DELIVERY_SECONDS.histogram(registry);
        deliveries = ChatMeter.DELIVERIES.counter(registry);
        receivedBytes = ChatMeter.RECEIVED_BYTES.counter(registry);
        sentBytes = ChatMeter.SENT_BYTES.counter(registry);
        followersLeftLive = ChatMeter.FOLLOWERS_LEFT_LIVE.counter(registry);
        hintsLost = ChatMeter.HINTS_LOST.counter(registry);
        gaps = ChatMeter.GAPS.counter(registry);
        eventLoopLag = ChatMeter.EVENT_LOOP_LAG_SECONDS.histogram(registry);
        certificatesLoaded = ChatMeter.CERTIFICATE_RELOADS.counter(registry, "loaded");
        certificatesRefused = ChatMeter.CERTIFICATE_RELOADS.counter(registry, "refused");
        bugs = ChatMeter.BUGS.counter(registry);
        ChatMeter.FOLLOWERS.gauge(registry, followersLive, LongAdder::sum, "live");
        ChatMeter.FOLLOWERS.gauge(registry, followersCatchingUp, LongAdder::sum, "catching_up");
        ChatMeter.APPEND_QUEUE_ENTRIES.gauge(registry, appendQueue, Source::value);
        ChatMeter.STORE_HEALTHY.gauge(registry, storeHealth, Source::value);
        signIns = new ByLabel<>(outcome -> ChatMeter.SIGN_INS.counter(registry, outcome));
        for (SignInOutcome outcome : SignInOutcome.values()) {
            signIns.of(outcome.label());
        }
        ChatMeter.HASHING_QUEUE_ENTRIES.gauge(registry, hashingQueue, Source::value);
        ChatMeter.ROOMS.gauge(registry, rooms, Source::value);
        ChatMeter.ALLOCATOR_USED_BYTES.gauge(registry, directMemory, Source::value, "direct");
        ChatMeter.ALLOCATOR_USED_BYTES.gauge(registry, heapMemory, Source::value, "heap");
    }

    /** A connection was let in; say also {@link #connectionOpened} under the dialect it has at first. */
    public void connectionAccepted() {
        accepted.increment();
    }

    /** A connection was turned away before it could speak. */
    public void connectionRefused(Refusal reason) {
        refused.of(reason.label()).increment();
    }

    /**
     * There is one more open connection of this dialect.
     *
     * @param dialect a constant word, such as {@code framed}
     */
    public void connectionOpened(String dialect) {
        connections.of(dialect).increment();
    }

    /** An open connection turned out to speak another dialect than the one it was counted under. */
    public void connectionChanged(String from, String to) {
        connections.of(from).decrement();
        connections.of(to).increment();
    }

    /**
     * An open connection came to an end.
     *
     * @param dialect the dialect under which it was counted last
     * @param reason a constant word in kebab-case, such as {@code slow-reader}
     */
    public void connectionClosed(String dialect, String reason) {
        connections.of(dialect).decrement();
        closed.of(reason).increment();
    }

    /**
     * A command was answered.
     *
     * @param command a constant word, such as {@code send}; never what a peer wrote
     */
    public void command(String command, Outcome outcome) {
        commands.of(command).of(outcome).increment();
    }

    /**
     * A commit was done.
     *
     * @param messages how many messages were in it, 0 or more; other entries do not count
     */
    public void committed(int messages) {
        commits.increment();
        messagesCommitted.increment(messages);
    }

    /** An entry was committed so many nanoseconds after it had been queued. */
    public void commitTook(long nanos) {
        commitSeconds.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * A batch was written to followers.
     *
     * @param entries entries times followers, 0 or more
     * @param nanos since its commit
     */
    public void delivered(long entries, long nanos) {
        deliveries.increment((double) entries);
        deliverySeconds.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** So many entries were written to a follower that was behind; how long ago they were committed says nothing. */
    public void caughtUp(long entries) {
        deliveries.increment((double) entries);
    }

    /** So many bytes came from clients. */
    public void received(long bytes) {
        receivedBytes.increment((double) bytes);
    }

    /** So many bytes went to clients. */
    public void sent(long bytes) {
        sentBytes.increment((double) bytes);
    }

    /** The number of followers in live groups changed; negative if they left. */
    public void followersLive(int change) {
        followersLive.add(change);
    }

    /** The number of followers that read the log changed; negative if they ended or went live. */
    public void followersCatchingUp(int change) {
        followersCatchingUp.add(change);
    }

    /** A follower left its live group because it was too slow; say also by how much the two numbers changed. */
    public void followerTooSlow() {
        followersLeftLive.increment();
    }

    /** A loop found out by itself that the log had gone on. */
    public void hintLost() {
        hintsLost.increment();
    }

    /** A follower was told of a gap. */
    public void gapAnnounced() {
        gaps.increment();
    }

    /** Another certificate is in use. */
    public void certificateLoaded() {
        certificatesLoaded.increment();
    }

    /** The certificate's files changed to what cannot be used; log why. */
    public void certificateRefused() {
        certificatesRefused.increment();
    }

    /** Where to read in how many seconds the certificate expires; call it once, if there is one. */
    public void readCertificateExpiryFrom(DoubleSupplier seconds) {
        ChatMeter.CERTIFICATE_EXPIRY.gauge(registry, seconds, DoubleSupplier::getAsDouble);
    }

    /**
     * Something threw that should not have; log it too, if this says so.
     *
     * @return whether to log it: not more than some a minute are, since a peer that knew how to cause a fault could fill
     *     the disk with stack traces otherwise
     */
    public boolean bug() {
        bugs.increment();
        return bugLines.take(System.nanoTime()) == 0;
    }

    /**
     * A command was refused for coming too fast.
     *
     * @param limit a constant word that says whose limit it was, such as {@code room}
     */
    public void rateLimited(String limit) {
        rateLimited.of(limit).increment();
    }

    /** Somebody tried to sign in; what a resume proof does is not counted. */
    public void signIn(SignInOutcome outcome) {
        signIns.of(outcome.label()).increment();
    }

    /** Where to read how many passwords wait to be hashed. Called from the thread of a scrape. */
    public void readHashingQueueFrom(LongSupplier entries) {
        hashingQueue.supplier = entries;
    }

    /** A timer of an event loop ran so many nanoseconds too late. */
    void eventLoopLag(long nanos) {
        eventLoopLag.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Where to read how many entries wait for the writer. Called from the thread of a scrape. */
    public void readAppendQueueFrom(LongSupplier entries) {
        appendQueue.supplier = entries;
    }

    /** Where to read how many rooms there are. Called from the thread of a scrape. */
    public void readRoomsFrom(LongSupplier count) {
        rooms.supplier = count;
    }

    /** Where to read whether the store takes appends. Called from the thread of a scrape. */
    public void readStoreHealthFrom(BooleanSupplier healthy) {
        storeHealth.supplier = () -> healthy.getAsBoolean() ? 1 : 0;
    }

    /** Where to read how many bytes the buffer allocator holds. Called from the thread of a scrape. */
    public void readAllocatorFrom(LongSupplier directBytes, LongSupplier heapBytes) {
        directMemory.supplier = directBytes;
        heapMemory.supplier = heapBytes;
    }

    /**
     * Says what is running; call it once.
     *
     * @param version of the server
     * @param java version of the virtual machine
     * @param transport the one that was chosen, such as {@code epoll}
     */
    public void buildInfo(String version, String java, String transport) {
        ChatMeter.BUILD_INFO.gauge(registry, this, any -> 1, version, java, transport);
    }

    private LongAdder connectionGauge(String dialect) {
        LongAdder open = new LongAdder();
        ChatMeter.CONNECTIONS.gauge(registry, open, LongAdder::sum, dialect);
        return open;
    }

    private CommandCounters commandCounters(String command) {
        return new CommandCounters(
                ChatMeter.COMMANDS.counter(registry, command, Outcome.OK.label()),
                ChatMeter.COMMANDS.counter(registry, command, Outcome.REJECTED.label()),
                ChatMeter.COMMANDS.counter(registry, command, Outcome.FAILED.label()));
    }

    /** The outcomes of one command. */
    private record CommandCounters(Counter ok, Counter rejected, Counter failed) {

        Counter of(Outcome outcome) {
            return switch (outcome) {
                case OK -> ok;
                case REJECTED -> rejected;
                case FAILED -> failed;
            };
        }
    }

    /** A number that somebody else knows; 0 until it is known who. */
    private static final class Source {

        private volatile LongSupplier supplier = () -> 0;

        double value() {
            return supplier.getAsLong();
        }
    }
}
