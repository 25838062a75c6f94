// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody goes away at once, something is said meanwhile, everybody comes back at once: how long until all of them have it.
 * Runs on the thread of its caller.
 */
final class ResumeRun {

    private static final int FIRST_CONCURRENCY = 128;

    private final SpeedPlan plan;
    private final Consumer<String> progress;
    private final Alarm alarm;
    private final ServerWatch watch;

    ResumeRun(SpeedPlan plan, Alarm alarm, ServerWatch watch, Consumer<String> progress) {
        this.plan = plan;
        this.alarm = alarm;
        this.watch = watch;
        this.progress = progress;
    }

    SpeedReport run() throws Alarm.Raised, InterruptedException {
        try (Crowd crowd = new Crowd(plan, alarm)) {
            crowd.connect(
                    crowd.members(), Math.min(FIRST_CONCURRENCY, plan.wire().concurrency()), progress);
            List<Long> left = crowd.heads(crowd.members());
            crowd.close(crowd.members());
            speak(crowd);
            Scrape before = watch.scrape();
            crowd.beginWindow();
            progress.accept("coming back: " + crowd.members().size() + " clients");
            ServerWatch.Clock begin = watch.clock();
            Gathering gathering = crowd.connect(crowd.members(), plan.wire().concurrency(), progress);
            int all = crowd.members().size();
            alarm.await(
                    () -> gathering.live() == all,
                    plan.pace().patience(),
                    () -> gathering.live() + " of " + all + " clients have what they missed");
            ServerWatch.Clock end = watch.clock();
            Figures figures = new Figures();
            coming(figures, gathering, begin, end, all);
            figures.count(
                    "missed", "messages missed in all", (long) all * plan.pace().messages());
            figures.count("deliveries", "messages delivered", crowd.endWindow().deliveries());
            Scrape after = watch.scrape();
            server(figures, before, after);
            Faults faults = crowd.faults();
            long undelivered = lacking(crowd, left);
            figures.faults(faults, undelivered);
            String objection = new Arrivals(before, after, all, 0).objection();
            return new SpeedReport(
                    plan,
                    faults.verdict(undelivered).unless(objection),
                    objection,
                    figures.all(),
                    gathering.liveNanos());
        }
    }

    /** In each room somebody comes, says what the others miss, and goes. */
    private void speak(Crowd crowd) throws Alarm.Raised, InterruptedException {
        crowd.connect(crowd.heralds(), FIRST_CONCURRENCY, progress);
        int messages = plan.pace().messages();
        if (messages > 0) {
            crowd.say(messages);
        }
        long all = (long) messages * crowd.speakers().size();
        alarm.await(
                () -> crowd.sent() == all && crowd.isEverythingDelivered(),
                plan.pace().patience(),
                () -> "not all of what is to be missed was stored");
        crowd.close(crowd.heralds());
    }

    /** How many messages did not come, for all members together. */
    private long lacking(Crowd crowd, List<Long> left) {
        List<Long> now = crowd.heads(crowd.members());
        long sum = 0;
        for (int i = 0; i < now.size(); i++) {
            sum += Math.max(0, left.get(i) + plan.pace().messages() - now.get(i));
        }
        return sum;
    }

    private static void coming(
            Figures figures, Gathering gathering, ServerWatch.Clock begin, ServerWatch.Clock end, int all) {
        double seconds = gathering.nanos() / 1e9;
        figures.count("connections", "connections", all)
                .add("allLiveSeconds", "all live again after", "s", seconds)
                .add("resumedPerSecond", "resumed", "/s", all / seconds)
                .times("live", "live again after", gathering.liveNanos());
        if (begin.process() != null) {
            double nanos = begin.process().nanosUntil(Objects.requireNonNull(end.process()));
            figures.add("serverCpuMicrosPerResume", "server CPU for each", "µs", nanos / 1e3 / all);
        }
    }

    private static void server(Figures figures, @Nullable Scrape before, @Nullable Scrape after) {
        if (before != null && after != null) {
            figures.server(before, after);
        }
    }
}
