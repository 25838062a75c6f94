// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many connections that have heard one message each, and what they take. Runs on the thread of its caller. */
final class IdleRun {

    private final SpeedPlan plan;
    private final Consumer<String> progress;
    private final Alarm alarm;
    private final ServerWatch watch;

    /**
     * What the server takes.
     *
     * @param collected whether its garbage had just been collected
     * @param residentBytes of its process
     * @param socketBytes of the kernel, for all sockets of the machine
     */
    private record Memory(
            boolean collected, @Nullable Scrape scrape, OptionalLong residentBytes, OptionalLong socketBytes) {}

    IdleRun(SpeedPlan plan, Alarm alarm, ServerWatch watch, Consumer<String> progress) {
        this.plan = plan;
        this.alarm = alarm;
        this.watch = watch;
        this.progress = progress;
    }

    SpeedReport run() throws Alarm.Raised, InterruptedException {
        try (Party party = new Party(plan, alarm, watch, progress)) {
            Memory before = memory();
            ServerWatch.Clock begin = watch.clock();
            party.connect();
            ServerWatch.Clock connected = watch.clock();
            party.sayOne();
            Outcome outcome = party.outcome();
            Memory after = memory();
            int connections = party.members();
            progress.accept("idle: " + connections + " clients");
            ServerWatch.Clock idle = watch.clock();
            alarm.pause(plan.pace().duration());
            ServerWatch.Clock end = watch.clock();
            Figures figures = new Figures();
            connecting(figures, connections, begin, connected);
            if (idle.process() != null && end.process() != null) {
                double cpuSeconds = idle.process().nanosUntil(end.process()) / 1e9;
                figures.add("idleCpuCores", "server CPU, idle", "cores", cpuSeconds / idle.secondsUntil(end));
            }
            memory(figures, before, after, connections);
            // Whoever of another process was lost meanwhile.
            party.counts();
            figures.faults(outcome.faults(), outcome.undelivered());
            long said = (long) plan.processes().count() * plan.speakers();
            String objection = new Arrivals(before.scrape(), watch.scrape(), connections, said).objection();
            return new SpeedReport(
                    plan, outcome.verdict().unless(objection), objection, figures.all(), Tally.newHistogram());
        }
    }

    private static void connecting(Figures figures, int connections, ServerWatch.Clock begin, ServerWatch.Clock end) {
        figures.count("connections", "connections", connections)
                .add("joinedPerSecond", "connected and joined", "/s", connections / begin.secondsUntil(end));
        if (begin.process() != null && end.process() != null) {
            double nanos = begin.process().nanosUntil(end.process());
            figures.add("serverCpuMicrosPerJoin", "server CPU for each", "µs", nanos / 1e3 / connections);
        }
    }

    private Memory memory() throws Alarm.Raised, InterruptedException {
        boolean collected = watch.collectGarbage();
        ProcessCpu process = watch.process();
        return new Memory(
                collected,
                watch.scrape(),
                process == null ? OptionalLong.empty() : process.statusBytes("VmRSS"),
                SocketMemory.bytes());
    }

    private static void memory(Figures figures, Memory before, Memory after, int connections) {
        Scrape was = before.scrape();
        Scrape is = after.scrape();
        if (was != null && is != null) {
            String garbage = after.collected() ? "" : ", with garbage";
            figures.memory("heap", "server heap" + garbage, was.heapBytes(), is.heapBytes(), connections)
                    .memory("direct", "server direct memory", was.directBytes(), is.directBytes(), connections);
        }
        memory(figures, "resident", "server RSS", before.residentBytes(), after.residentBytes(), connections);
        memory(figures, "socket", "kernel socket memory", before.socketBytes(), after.socketBytes(), connections);
    }

    private static void memory(
            Figures figures, String key, String label, OptionalLong before, OptionalLong after, int connections) {
        if (before.isPresent() && after.isPresent()) {
            figures.memory(key, label, (double) before.getAsLong(), (double) after.getAsLong(), connections);
        }
    }
}
