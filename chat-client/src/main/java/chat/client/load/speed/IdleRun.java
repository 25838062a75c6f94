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
        try (Crowd crowd = new Crowd(plan, alarm)) {
            Memory before = memory();
            ServerWatch.Clock begin = watch.clock();
            crowd.connect(crowd.members(), plan.wire().concurrency(), progress);
            ServerWatch.Clock connected = watch.clock();
            crowd.speakers()
                    .forEach(speaker -> speaker.lane()
                            .loop()
                            .execute(() -> speaker.say(1, speaker.lane().nanos())));
            alarm.awaits(() -> isHeard(crowd), plan.pace().patience());
            Memory after = memory();
            progress.accept("idle: " + crowd.members().size() + " clients");
            ServerWatch.Clock idle = watch.clock();
            alarm.pause(plan.pace().duration());
            ServerWatch.Clock end = watch.clock();
            Figures figures = new Figures();
            connecting(figures, crowd, begin, connected);
            if (idle.process() != null && end.process() != null) {
                double cpuSeconds = idle.process().nanosUntil(end.process()) / 1e9;
                figures.add("idleCpuCores", "server CPU, idle", "cores", cpuSeconds / idle.secondsUntil(end));
            }
            memory(figures, before, after, crowd.members().size());
            return report(crowd, figures);
        }
    }

    private boolean isHeard(Crowd crowd) {
        return crowd.sent() == crowd.speakers().size() && crowd.isEverythingDelivered();
    }

    private void connecting(Figures figures, Crowd crowd, ServerWatch.Clock begin, ServerWatch.Clock end) {
        int connections = crowd.members().size();
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
            figures.add("heapBytes", "server heap" + garbage, "bytes", is.heapBytes())
                    .add(
                            "heapBytesPerConnection",
                            "  for each connection",
                            "bytes",
                            (is.heapBytes() - was.heapBytes()) / connections)
                    .add("directBytes", "server direct memory", "bytes", is.directBytes())
                    .add(
                            "directBytesPerConnection",
                            "  for each connection",
                            "bytes",
                            (is.directBytes() - was.directBytes()) / connections);
        }
        perConnection(figures, "resident", "server RSS", before.residentBytes(), after.residentBytes(), connections);
        perConnection(
                figures, "socket", "kernel socket memory", before.socketBytes(), after.socketBytes(), connections);
    }

    private static void perConnection(
            Figures figures, String key, String label, OptionalLong before, OptionalLong after, int connections) {
        if (before.isPresent() && after.isPresent()) {
            double grown = after.getAsLong() - before.getAsLong();
            figures.add(key + "Bytes", label, "bytes", (double) after.getAsLong())
                    .add(key + "BytesPerConnection", "  for each connection", "bytes", grown / connections);
        }
    }

    private SpeedReport report(Crowd crowd, Figures figures) {
        Faults faults = crowd.faults();
        long undelivered = crowd.undelivered();
        figures.faults(faults, undelivered);
        return new SpeedReport(plan, faults.verdict(undelivered), null, figures.all(), Tally.newHistogram());
    }
}
