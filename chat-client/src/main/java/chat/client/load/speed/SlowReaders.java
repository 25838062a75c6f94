// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Members that do not read while it is measured, and then do. Used by the thread of a run. */
final class SlowReaders {

    private final SpeedPlan plan;
    private final Crowd crowd;
    private final Alarm alarm;
    private final ServerWatch watch;
    private final Consumer<String> progress;
    private int complete;
    private int withGap;
    private double seconds;
    private boolean sound = true;

    SlowReaders(SpeedPlan plan, Crowd crowd, Alarm alarm, ServerWatch watch, Consumer<String> progress) {
        this.plan = plan;
        this.crowd = crowd;
        this.alarm = alarm;
        this.watch = watch;
        this.progress = progress;
    }

    /** Has them join, and read nothing more. */
    void connect() throws Alarm.Raised, InterruptedException {
        crowd.connect(crowd.slow(), plan.wire().concurrency(), progress);
        crowd.read(crowd.slow(), false);
    }

    /** Waits until the server says that they are behind, if it can be asked. */
    void awaitBehind() throws Alarm.Raised, InterruptedException {
        int wanted = crowd.slow().size();
        long end = System.nanoTime() + plan.pace().patience().toNanos();
        while (wanted > 0) {
            Scrape scrape = watch.scrape();
            if (scrape == null || scrape.catchingUp() >= wanted) {
                return;
            }
            if (System.nanoTime() - end >= 0) {
                throw new Alarm.Raised(
                        Verdict.LATE,
                        "slow: the server says that " + (long) scrape.catchingUp() + " of " + wanted
                                + " who do not read are behind; try a longer --warmup or --settle, or a higher rate");
            }
            alarm.pause(Duration.ofMillis(100));
        }
    }

    /** Has them read again, and waits until they have what the others have. */
    void awaitLevel() throws Alarm.Raised, InterruptedException {
        if (crowd.slow().isEmpty()) {
            return;
        }
        Map<Room, Long> heads = new HashMap<>();
        List<Long> reached = crowd.heads(crowd.members());
        for (int i = 0; i < reached.size(); i++) {
            heads.merge(crowd.members().get(i).room(), reached.get(i), Math::max);
        }
        long begin = System.nanoTime();
        crowd.read(crowd.slow(), true);
        alarm.awaits(() -> count(heads) == crowd.slow().size(), plan.pace().patience());
        seconds = (System.nanoTime() - begin) / 1e9;
        sound = crowd.slowFaults().areNoneButSkipped();
    }

    private int count(Map<Room, Long> heads) {
        complete = 0;
        withGap = 0;
        for (Member member : crowd.slow()) {
            long head = heads.getOrDefault(member.room(), 0L);
            if (Crowd.on(member, one -> one.check().head()).join() >= head) {
                if (Crowd.on(member, one -> one.check().hasSkipped()).join()) {
                    withGap++;
                } else {
                    complete++;
                }
            }
        }
        return complete + withGap;
    }

    /** What it comes to with them, who may be told of gaps. */
    Verdict verdict(Verdict ofTheOthers) {
        if (!sound) {
            return Verdict.UNSOUND;
        }
        boolean level = complete + withGap == crowd.slow().size();
        return ofTheOthers == Verdict.SOUND && !level ? Verdict.LATE : ofTheOthers;
    }

    void addTo(Figures figures) {
        if (!crowd.slow().isEmpty()) {
            figures.count("slow", "slow readers", crowd.slow().size())
                    .count("slowComplete", "slow readers with everything", complete)
                    .count("slowWithGap", "slow readers told of a gap", withGap)
                    .add("slowSeconds", "slow readers level after", "s", seconds);
        }
    }
}
