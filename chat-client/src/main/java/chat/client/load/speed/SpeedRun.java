// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Messages are sent and delivered, and in the middle of it is measured. Runs on the thread of its caller, which waits. */
final class SpeedRun {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE_WITH_FAULTS = Duration.ofSeconds(2);

    private final SpeedPlan plan;
    private final Consumer<String> progress;
    private final Alarm alarm;
    private final ServerWatch watch;

    private long deliveriesTold;

    SpeedRun(SpeedPlan plan, Alarm alarm, ServerWatch watch, Consumer<String> progress) {
        this.plan = plan;
        this.alarm = alarm;
        this.watch = watch;
        this.progress = progress;
    }

    SpeedReport run() throws Alarm.Raised, InterruptedException {
        try (Crowd crowd = new Crowd(plan, alarm)) {
            crowd.connect(crowd.members(), plan.wire().concurrency(), progress);
            SlowReaders slow = new SlowReaders(plan, crowd, alarm, watch, progress);
            slow.connect();
            crowd.beginSending();
            pass("warming up", plan.pace().warmup(), crowd);
            slow.awaitBehind();
            Measured measured = measure(crowd);
            crowd.endSending();
            alarm.awaits(crowd::isEverythingDelivered, patience(crowd));
            slow.awaitLevel();
            return report(crowd, measured, slow);
        }
    }

    /** What is known to be lost does not come. */
    private Duration patience(Crowd crowd) {
        Duration patience = plan.pace().patience();
        boolean waits = crowd.faults().isEmpty() || patience.compareTo(PATIENCE_WITH_FAULTS) < 0;
        return waits ? patience : PATIENCE_WITH_FAULTS;
    }

    private record Measured(
            ServerWatch.Clock begin,
            ServerWatch.Clock end,
            @Nullable Scrape before,
            @Nullable Scrape after,
            Tally.Window window,
            long sent) {}

    private Measured measure(Crowd crowd) throws Alarm.Raised, InterruptedException {
        Scrape before = watch.scrape();
        long sentBefore = crowd.sent();
        crowd.beginWindow();
        ServerWatch.Clock begin = watch.clock();
        pass("measuring", plan.pace().duration(), crowd);
        Tally.Window window = crowd.endWindow();
        long sent = crowd.sent() - sentBefore;
        ServerWatch.Clock end = watch.clock();
        return new Measured(begin, end, before, watch.scrape(), window, sent);
    }

    /** Lets time pass, and tells every second what happens. */
    private void pass(String what, Duration time, Crowd crowd) throws Alarm.Raised, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long told = System.nanoTime();
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            alarm.pause(Duration.ofNanos(Math.min(left + 999_999, SECOND.toNanos())));
            long now = System.nanoTime();
            long deliveries = crowd.deliveries();
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s: %d clients, %d messages sent, %d deliveries (%.0f/s)",
                    what,
                    crowd.members().size(),
                    crowd.sent(),
                    deliveries,
                    (deliveries - deliveriesTold) * 1e9 / (now - told)));
            deliveriesTold = deliveries;
            told = now;
        }
    }

    private SpeedReport report(Crowd crowd, Measured measured, SlowReaders slow) {
        Tally.Window window = measured.window();
        double seconds = measured.begin().secondsUntil(measured.end());
        long undelivered = crowd.undelivered();
        Faults faults = crowd.faults();
        Figures figures = new Figures()
                .add("seconds", "measured", "s", seconds)
                .add("messagesPerSecond", "messages", "/s", measured.sent() / seconds)
                .count("deliveries", "deliveries", window.deliveries())
                .add("deliveriesPerSecond", "deliveries", "/s", window.deliveries() / seconds)
                .add(
                        "deliveriesPerRead",
                        "deliveries per read",
                        null,
                        (double) window.deliveries() / Math.max(1, window.reads()));
        cost(figures, measured);
        figures.times("latency", "delivered after", window.latencyNanos())
                .times("sendLag", "sent too late by", window.sendLagNanos());
        if (measured.before() != null && measured.after() != null) {
            figures.server(measured.before(), measured.after());
        }
        slow.addTo(figures);
        figures.faults(faults, undelivered);
        return new SpeedReport(plan, verdict(faults, undelivered, slow), null, figures.all(), window.latencyNanos());
    }

    private static void cost(Figures figures, Measured measured) {
        ServerWatch.Clock begin = measured.begin();
        ServerWatch.Clock end = measured.end();
        long deliveries = Math.max(1, measured.window().deliveries());
        long serverNanos = 0;
        if (begin.process() != null && end.process() != null) {
            serverNanos = begin.process().nanosUntil(end.process());
            figures.cost(begin, end, serverNanos / 1e9, deliveries);
        } else if (measured.before() != null && measured.after() != null) {
            double cpuSeconds =
                    measured.after().cpuSeconds() - measured.before().cpuSeconds();
            serverNanos = (long) (cpuSeconds * 1e9);
            figures.cost(begin, end, cpuSeconds, deliveries);
        }
        figures.circumstances(begin, end, serverNanos, deliveries);
    }

    private static Verdict verdict(Faults faults, long undelivered, SlowReaders slow) {
        if (!slow.areSound()) {
            return Verdict.UNSOUND;
        }
        Verdict verdict = faults.verdict(undelivered);
        return verdict == Verdict.SOUND && !slow.areLevel() ? Verdict.LATE : verdict;
    }
}
