// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The catalogue: every meter of our own, under the name that Prometheus shows. */
public enum ChatMeter {
    CONNECTIONS("chat_connections", Type.GAUGE, "Open connections.", "dialect"),
    CONNECTIONS_ACCEPTED("chat_connections_accepted_total", Type.COUNTER, "Connections that were let in."),
    CONNECTIONS_REFUSED(
            "chat_connections_refused_total",
            Type.COUNTER,
            "Connections that were turned away before they could speak.",
            "reason"),
    CONNECTIONS_CLOSED("chat_connections_closed_total", Type.COUNTER, "Connections that came to an end.", "reason"),
    COMMANDS(
            "chat_commands_total",
            Type.COUNTER,
            "Commands of clients. Rejected is the client's mistake or limit, failed is ours.",
            "command",
            "outcome"),
    RATE_LIMITED(
            "chat_rate_limited_total",
            Type.COUNTER,
            "Commands that were refused for coming too fast: for the connection, for its address or for the room.",
            "limit"),
    MESSAGES_COMMITTED("chat_messages_committed_total", Type.COUNTER, "Messages that were committed to a log."),
    COMMITS("chat_commits_total", Type.COUNTER, "Commits; each takes everything that had queued up."),
    COMMIT_SECONDS("chat_commit_seconds", Type.HISTOGRAM, "From the queueing of an entry to its commit."),
    DELIVERY_SECONDS("chat_delivery_seconds", Type.HISTOGRAM, "From the commit of a batch to its writing to sockets."),
    DELIVERIES("chat_deliveries_total", Type.COUNTER, "Entries written to followers, counted once for each follower."),
    RECEIVED_BYTES("chat_received_bytes_total", Type.COUNTER, "Bytes received from clients."),
    SENT_BYTES("chat_sent_bytes_total", Type.COUNTER, "Bytes sent to clients."),
    FOLLOWERS(
            "chat_followers",
            Type.GAUGE,
            "Followers of rooms; catching_up ones read the log because they are new or slow.",
            "state"),
    FOLLOWERS_LEFT_LIVE(
            "chat_followers_left_live_total",
            Type.COUNTER,
            "Followers that left the live group because they were too slow."),
    HINTS_LOST(
            "chat_hints_lost_total",
            Type.COUNTER,
            "Batches that never reached an event loop and were found by comparing with the log."),
    GAPS("chat_gaps_total", Type.COUNTER, "Gaps that had to be announced to a follower."),
    APPEND_QUEUE_ENTRIES("chat_append_queue_entries", Type.GAUGE, "Entries that wait for the writer."),
    STORE_HEALTHY(
            "chat_store_healthy",
            Type.GAUGE,
            "1 while the store takes appends, 0 while it refuses them; the log and /readyz say why."),
    ROOMS("chat_rooms", Type.GAUGE, "Rooms that exist."),
    EVENT_LOOP_LAG_SECONDS(
            "chat_event_loop_lag_seconds",
            Type.HISTOGRAM,
            "How much too late a timer of an event loop ran; everything on that loop waits as long."),
    CERTIFICATE_EXPIRY(
            "chat_certificate_expiry_seconds",
            Type.GAUGE,
            "Seconds until the certificate of the chat port expires, negative if it has; only there with tls.certificate."),
    CERTIFICATE_RELOADS(
            "chat_certificate_reloads_total",
            Type.COUNTER,
            "Changes of the certificate's files: loaded ones are in use, refused ones are no pair, and the log says why.",
            "outcome"),
    SIGN_INS("chat_sign_ins_total", Type.COUNTER, "Attempts to sign in with a password or a token.", "outcome"),
    HASHING_QUEUE_ENTRIES("chat_hashing_queue_entries", Type.GAUGE, "Passwords that wait to be hashed."),
    BUGS(
            "chat_bugs_total",
            Type.COUNTER,
            "Exceptions that should not have happened; the log has the first of them each minute."),
    ALLOCATOR_USED_BYTES(
            "chat_allocator_used_bytes",
            Type.GAUGE,
            "Memory that the buffer allocator holds, in use or pooled.",
            "memory"),
    BUILD_INFO("chat_build_info", Type.INFO, "What is running; always 1.", "version", "java", "transport");

    /** 50 µs to 10 s, closer together where a commit and a delivery normally lie. */
    private static final Duration[] BUCKETS = {
        micros(50), micros(100), micros(250), micros(500),
        micros(1_000), micros(2_500), micros(5_000), micros(10_000),
        micros(25_000), micros(50_000), micros(100_000), micros(500_000),
        micros(2_000_000), micros(10_000_000)
    };

    /** What a meter does, as Prometheus calls it. */
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO
    }

    private final String name;
    private final Type type;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, which the checker cannot see
    private final List<String> labels;

    ChatMeter(String name, Type type, String help, String... labels) {
        this.name = name;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name in a scrape, such as {@code chat_commits_total}. */
    public String prometheusName() {
        return name;
    }

    Type type() {
        return type;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    /** The unit of the samples, or {@code 1} for plain numbers. */
    String unit() {
        if (type == Type.HISTOGRAM) {
            return "seconds";
        }
        return name.contains("_bytes") ? "bytes" : "1";
    }

    Counter counter(MeterRegistry registry, String... labelValues) {
        return Counter.builder(micrometerName())
                .description(help)
                .tags(tags(labelValues))
                .register(registry);
    }

    Timer histogram(MeterRegistry registry) {
        return Timer.builder(micrometerName())
                .description(help)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** A gauge that reads {@code source}, and keeps it alive. */
    <S> void gauge(MeterRegistry registry, S source, ToDoubleFunction<S> reader, String... labelValues) {
        Gauge.builder(micrometerName(), source, reader)
                .description(help)
                .tags(tags(labelValues))
                .strongReference(true)
                .register(registry);
    }

    /** Micrometer wants points, and makes underscores and the endings of them again. */
    private String micrometerName() {
        return name.replace('_', '.');
    }

    private String[] tags(String... labelValues) {
        if (labelValues.length != labels.size()) {
            throw new IllegalArgumentException(
                    name + ": " + List.of(labelValues) + " (expected: values of " + labels + ")");
        }
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < labelValues.length; i++) {
            tags.add(labels.get(i));
            tags.add(labelValues[i]);
        }
        return tags.toArray(new String[0]);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
