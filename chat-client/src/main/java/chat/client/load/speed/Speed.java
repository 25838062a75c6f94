// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Measures what a server's deliveries cost, how many it makes and how long they take. */
public final class Speed {

    private Speed() {}

    /**
     * Measures once and waits for the end.
     *
     * @param progress is given a line about every second, on the thread of the caller
     */
    public static SpeedReport run(SpeedPlan plan, Consumer<String> progress) throws InterruptedException {
        Alarm alarm = new Alarm();
        try {
            ServerWatch watch = new ServerWatch(plan.server(), plan.watch());
            String doubt = watch.doubt();
            if (doubt != null) {
                progress.accept(doubt);
            }
            SpeedReport report = switch (plan.workload().kind()) {
                case LOAD -> new SpeedRun(plan, alarm, watch, progress).run();
                case IDLE -> new IdleRun(plan, alarm, watch, progress).run();
                case RESUME -> new ResumeRun(plan, alarm, watch, progress).run();
            };
            // Whoever was lost while nobody was waiting.
            alarm.pause(Duration.ZERO);
            return doubt == null || report.reason() != null ? report : report.withReason(doubt);
        } catch (Alarm.Raised e) {
            return new SpeedReport(plan, e.verdict(), e.reason(), List.of(), Tally.newHistogram());
        }
    }
}
