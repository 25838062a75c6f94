// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** A report as lines for a person. */
public final class ReportText {

    private ReportText() {}

    /** The lines; they may have anything in them that the server sent. */
    public static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>();
        load(report, lines);
        lines.add("");
        lines.add(String.format(Locale.ROOT, "  %-28s %14s %14s", "", "live clients", "log"));
        for (Breach breach : Breach.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-28s %14d %14d",
                    breach.label(),
                    report.count(breach, Witness.LIVE),
                    report.count(breach, Witness.LOG)));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  %-28s %14d   (no answer: stored or not)",
                "unacknowledged",
                report.circumstances().unacknowledged()));
        lines.add(String.format(
                Locale.ROOT, "  %-28s %14d   (said to be gone, all clients)", "entries in gaps", report.gapEntries()));
        lines.add(String.format(
                Locale.ROOT,
                "  %-28s %14d   (put off by the server, sent again later)",
                "not checked for order",
                report.circumstances().notOrdered()));
        report.notes().forEach(note -> lines.add("  note: " + note));
        report.examples().forEach(example -> lines.add("  " + example));
        lines.add("");
        lines.add("verdict: " + report.verdict().meaning());
        return lines;
    }

    private static void load(BenchReport report, List<String> lines) {
        BenchPlan plan = report.plan();
        Tally tally = report.tally();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d senders, %d readers, %d stalled readers, %d room%s from %s on, texts of %d bytes",
                plan.server(),
                plan.senders(),
                plan.readers(),
                plan.stalled(),
                plan.rooms(),
                plan.rooms() == 1 ? "" : "s",
                report.room(),
                plan.size()));
        lines.add(String.format(
                Locale.ROOT,
                "  sent %d, acknowledged %d (%.0f/s), delivered %d (%.0f/s), in %.1f s",
                tally.sent,
                tally.acknowledged,
                report.perSecond(tally.acknowledged),
                tally.deliveries,
                report.perSecond(tally.deliveries),
                report.circumstances().sending().toMillis() / 1e3));
        lines.add("  acknowledged after " + latencies(tally.acknowledgementMicros) + "; delivered after "
                + latencies(tally.deliveryMicros));
        lines.add(String.format(
                Locale.ROOT,
                "  reconnects %d, sent again %d, put off by the server %d, refused %s",
                tally.reconnects,
                tally.sentAgain,
                tally.putOff,
                tally.refused.isEmpty()
                        ? "0"
                        : tally.refused.entrySet().stream()
                                .map(code ->
                                        code.getValue() + " (" + code.getKey().wireName() + ")")
                                .collect(Collectors.joining(", "))));
    }

    private static String latencies(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return "(nothing)";
        }
        return String.format(
                Locale.ROOT,
                "p50 %s, p99 %s, max %s",
                millis(micros.getValueAtPercentile(50)),
                millis(micros.getValueAtPercentile(99)),
                millis(micros.getMaxValue()));
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, micros < 10_000 ? "%.2f ms" : "%.0f ms", micros / 1e3);
    }
}
