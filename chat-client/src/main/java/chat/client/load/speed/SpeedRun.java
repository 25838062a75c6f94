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
        try (Party party = new Party(plan, alarm, watch, progress)) {
            party.connect();
            SlowReaders slow = new SlowReaders(plan, party.crowd(), alarm, watch, progress);
            slow.connect();
            party.beginSending();
            pass("warming up", plan.pace().warmup(), party);
            slow.awaitBehind();
            Measured measured = measure(party);
            party.endSending();
            long unsent = party.counts().unsent();
            Outcome outcome = party.outcome();
            slow.awaitLevel();
            return report(measured, outcome, measured.objection(plan.shape().slow() > 0, unsent), slow);
        }
    }

    private record Measured(
            ServerWatch.Clock begin, ServerWatch.Clock end, Share share, Tally.Window window, long sent) {

        /**
         * What makes the figures those of something else, or null.
         *
         * @param slow whether some did not read
         * @param unsent how many messages were due at the end and had not left
         */
        @Nullable
        String objection(boolean slow, long unsent) {
            if (window.deliveries() == 0) {
                return "nothing was delivered in the time that was measured (try a longer --duration or --warmup)";
            }
            if (unsent > 0) {
                return String.format(
                        Locale.ROOT,
                        "%,d messages were due and did not leave: the server did not take them, or one program cannot send so"
                                + " many (try a lower --rate, or --processes)",
                        unsent);
            }
            return share.objection(slow);
        }
    }

    private Measured measure(Party party) throws Alarm.Raised, InterruptedException {
        Counts first = party.counts();
        Scrape before = watch.scrape();
        party.beginWindow();
        ServerWatch.Clock begin = watch.clock();
        // Asking takes a moment with several processes: at both ends behind the clock, so that it is as long a time.
        long sentBefore = party.counts().sent();
        pass("measuring", plan.pace().duration(), party);
        Tally.Window window = party.endWindow();
        ServerWatch.Clock end = watch.clock();
        long sent = party.counts().sent() - sentBefore;
        Scrape after = watch.scrape();
        return new Measured(begin, end, new Share(first, before, after, party.counts()), window, sent);
    }

    /** Lets time pass, and tells every second what happens. */
    private void pass(String what, Duration time, Party party) throws Alarm.Raised, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long told = System.nanoTime();
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            alarm.pause(Duration.ofNanos(Math.min(left + 999_999, SECOND.toNanos())));
            long now = System.nanoTime();
            Counts counts = party.counts();
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s: %d clients, %d messages sent, %d deliveries (%.0f/s)",
                    what,
                    party.members(),
                    counts.sent(),
                    counts.deliveries(),
                    (counts.deliveries() - deliveriesTold) * 1e9 / (now - told)));
            deliveriesTold = counts.deliveries();
            told = now;
        }
    }

    private SpeedReport report(Measured measured, Outcome outcome, @Nullable String objection, SlowReaders slow) {
        Tally.Window window = measured.window();
        double seconds = measured.begin().secondsUntil(measured.end());
        Figures figures = new Figures()
                .add("seconds", "measured", "s", seconds)
                .add("messagesPerSecond", "messages", "/s", measured.sent() / seconds)
                .add("deliveriesPerSecond", "deliveries", "/s", window.deliveries() / seconds)
                .count("deliveries", "deliveries in all", window.deliveries())
                .add(
                        "deliveriesPerRead",
                        "deliveries per read",
                        null,
                        (double) window.deliveries() / Math.max(1, window.reads()));
        cost(figures, measured);
        figures.times("latency", "delivered after", outcome.latencyNanos())
                .times("sendLag", "sent too late by", window.sendLagNanos());
        Share share = measured.share();
        if (share.before() != null && share.after() != null) {
            figures.server(share.before(), share.after());
        }
        slow.addTo(figures);
        figures.faults(outcome.faults(), outcome.undelivered());
        Verdict verdict = slow.verdict(outcome.verdict());
        return new SpeedReport(plan, verdict.unless(objection), objection, figures.all(), outcome.latencyNanos());
    }

    private static void cost(Figures figures, Measured measured) {
        ServerWatch.Clock begin = measured.begin();
        ServerWatch.Clock end = measured.end();
        Share share = measured.share();
        long deliveries = measured.window().deliveries();
        double seconds = begin.secondsUntil(end);
        double serverCores = 0;
        if (begin.process() != null && end.process() != null) {
            double cpuSeconds = begin.process().nanosUntil(end.process()) / 1e9;
            serverCores = cpuSeconds / seconds;
            figures.cost(seconds, cpuSeconds, (double) deliveries);
        } else if (share.isOfCpu()) {
            serverCores = share.cpuSeconds() / share.seconds();
            figures.cost(share.seconds(), share.cpuSeconds(), share.deliveries());
        }
        figures.circumstances(begin, end, serverCores, deliveries);
    }
}
