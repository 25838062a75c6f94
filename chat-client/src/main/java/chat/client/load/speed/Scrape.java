// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/**
 * What the admin port says: the samples of a page for Prometheus. Names and labels as docs/METRICS.md and Micrometer have
 * them.
 *
 * @param samples values by name and labels
 * @param nanoTime when it was read, by {@link System#nanoTime}
 */
record Scrape(Map<String, Double> samples, long nanoTime) {

    private static final String CPU = "process_cpu_seconds_total";
    private static final String DELIVERIES = "chat_deliveries_total";
    private static final String ACCEPTED = "chat_connections_accepted_total";

    /** Reads a page. Lines that are no samples are left out. */
    static Scrape parse(String page) {
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : page.split("\n")) {
            int space = line.lastIndexOf(' ');
            if (space > 0 && line.charAt(0) != '#') {
                number(line.substring(space + 1)).ifPresent(value -> samples.put(line.substring(0, space), value));
            }
        }
        return new Scrape(samples, System.nanoTime());
    }

    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The sum over all labels. */
    double sum(String name) {
        return fold(name, Double::sum);
    }

    /** The largest over all labels. */
    double max(String name) {
        return fold(name, Math::max);
    }

    private double fold(String name, DoubleBinaryOperator operator) {
        double result = 0;
        for (Map.Entry<String, Double> sample : samples.entrySet()) {
            String key = sample.getKey();
            if (key.startsWith(name) && (key.length() == name.length() || isLabelled(name, key))) {
                result = operator.applyAsDouble(result, sample.getValue());
            }
        }
        return result;
    }

    /** A name may have the first of its labels with it, so that only those samples count. */
    private static boolean isLabelled(String name, String key) {
        return name.indexOf('{') >= 0 ? ",}".indexOf(key.charAt(name.length())) >= 0 : key.charAt(name.length()) == '{';
    }

    /** Heap in use, garbage among it. */
    double heapBytes() {
        return sum("jvm_memory_used_bytes{area=\"heap\"");
    }

    /** Heap that was in use after the last collection that looked at all of it. */
    double liveHeapBytes() {
        return sum("jvm_gc_live_data_size_bytes");
    }

    /** What the allocator of buffers holds, in use or not. */
    double directBytes() {
        return sum("chat_allocator_used_bytes{memory=\"direct\"");
    }

    double pauses() {
        return sum("jvm_gc_pause_seconds_count");
    }

    double pauseSeconds() {
        return sum("jvm_gc_pause_seconds_sum");
    }

    /** The longest of the last minutes. */
    double longestPauseSeconds() {
        return max("jvm_gc_pause_seconds_max");
    }

    double cpuSeconds() {
        return sum(CPU);
    }

    /** Whether there is a meter of the processor time. */
    boolean hasCpu() {
        return samples.containsKey(CPU);
    }

    double stored() {
        return sum("chat_messages_committed_total");
    }

    /** Entries that were written to followers. */
    double deliveries() {
        return sum(DELIVERIES);
    }

    /** Whether there is a meter of the deliveries. */
    boolean hasDeliveries() {
        return samples.containsKey(DELIVERIES);
    }

    double commits() {
        return sum("chat_commits_total");
    }

    /** Connections that were let in. */
    double accepted() {
        return sum(ACCEPTED);
    }

    /** Whether there is a meter of the connections. */
    boolean hasAccepted() {
        return samples.containsKey(ACCEPTED);
    }

    double secondsUntil(Scrape later) {
        return (later.nanoTime - nanoTime) / 1e9;
    }

    double catchingUp() {
        return sum("chat_followers{state=\"catching_up\"");
    }
}
