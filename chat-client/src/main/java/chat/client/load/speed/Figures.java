// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Collects what was measured. */
final class Figures {

    private static final double MICROS = 1e3;

    private final List<Figure> figures = new ArrayList<>();

    Figures add(String key, String label, @Nullable String unit, double value) {
        figures.add(new Figure(key, label, unit, value));
        return this;
    }

    Figures count(String key, String label, long value) {
        return add(key, label, null, (double) value);
    }

    /** The percentiles of times. */
    Figures times(String key, String label, Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return this;
        }
        return add(key + "P50Micros", label + ", p50", "µs", nanos.getValueAtPercentile(50) / MICROS)
                .add(key + "P90Micros", label + ", p90", "µs", nanos.getValueAtPercentile(90) / MICROS)
                .add(key + "P99Micros", label + ", p99", "µs", nanos.getValueAtPercentile(99) / MICROS)
                .add(key + "P999Micros", label + ", p99.9", "µs", nanos.getValueAtPercentile(99.9) / MICROS)
                .add(key + "MaxMicros", label + ", max", "µs", nanos.getMaxValue() / MICROS);
    }

    /** What should be zero. */
    Figures faults(Faults faults, long undelivered) {
        return count("missing", "missing", faults.missing)
                .count("duplicates", "delivered twice", faults.duplicates)
                .count("reordered", "out of order", faults.reordered)
                .count("misrouted", "in the wrong room", faults.misrouted)
                .count("altered", "altered", faults.altered)
                .count("skipped", "left out by the server", faults.skipped)
                .count("undelivered", "not delivered at the end", undelivered);
    }

    /** Some memory, and by how much it has grown; what has shrunk says nothing about what came to it. */
    Figures memory(String key, String label, double before, double after, int connections) {
        add(key + "Bytes", label, "bytes", after);
        return after < before
                ? this
                : add(key + "BytesPerConnection", "  for each connection", "bytes", (after - before) / connections);
    }

    /** What the server used in a time, in which it made so many deliveries. */
    Figures cost(double seconds, double cpuSeconds, double deliveries) {
        if (deliveries > 0) {
            add("serverCpuMicrosPerDelivery", "server CPU per delivery", "µs", cpuSeconds * 1e6 / deliveries);
        }
        return add("serverCpuCores", "server CPU", "cores", cpuSeconds / seconds);
    }

    /**
     * What else went on on this machine.
     *
     * @param serverCores what the server used of it meanwhile
     */
    Figures circumstances(ServerWatch.Clock begin, ServerWatch.Clock end, double serverCores, long deliveries) {
        if (begin.self() == null || end.self() == null || begin.machine() == null || end.machine() == null) {
            return this;
        }
        double seconds = begin.secondsUntil(end);
        double selfSeconds = begin.self().nanosUntil(end.self()) / 1e9;
        double busySeconds = end.machine().busySeconds() - begin.machine().busySeconds();
        double stolenSeconds = end.machine().stolenSeconds() - begin.machine().stolenSeconds();
        // What the kernel counts by ticks and what it counts by the clock do not quite agree.
        double otherSeconds = Math.max(0, busySeconds - selfSeconds - serverCores * seconds);
        if (deliveries > 0) {
            add("clientCpuMicrosPerDelivery", "CPU of this program", "µs", selfSeconds * 1e6 / deliveries);
        }
        return add("otherCpuCores", "CPU of anything else", "cores", otherSeconds / seconds)
                .add("stolenCpuCores", "CPU stolen from the machine", "cores", stolenSeconds / seconds);
    }

    /** What the server says of itself, for the time between two answers of its, which is longer than what was measured. */
    Figures server(Scrape before, Scrape after) {
        double pauses = after.pauses() - before.pauses();
        double pauseMillis = 1e3 * (after.pauseSeconds() - before.pauseSeconds());
        add("serverSeconds", "server's meters, below, cover", "s", before.secondsUntil(after));
        // Nobody knows before the first collection that looks at all of it.
        if (after.liveHeapBytes() > 0) {
            add("liveHeapBytes", "server heap, live", "bytes", after.liveHeapBytes());
        }
        return add("heapBytes", "server heap, used", "bytes", after.heapBytes())
                .add("directBytes", "server direct memory", "bytes", after.directBytes())
                .add("gcPauses", "server GC pauses", null, pauses)
                .add("gcPauseMillis", "server GC pauses, total", "ms", pauseMillis)
                // The meter forgets after minutes: what is longer than all of them together was before.
                .add(
                        "gcPauseMaxMillis",
                        "server GC pauses, longest",
                        "ms",
                        pauses == 0 ? 0 : Math.min(pauseMillis, 1e3 * after.longestPauseSeconds()))
                .add("stored", "messages stored", null, after.stored() - before.stored())
                .add("commits", "commits", null, after.commits() - before.commits())
                .add("catchingUp", "followers catching up", null, after.catchingUp());
    }

    List<Figure> all() {
        return figures;
    }
}
