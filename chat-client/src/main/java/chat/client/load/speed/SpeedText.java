// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports as lines for a person. */
public final class SpeedText {

    private static final double NANOS_PER_MICRO = 1e3;

    private SpeedText() {}

    /**
     * The lines; they may have anything in them that the server sent.
     *
     * @param reports of the same plan, at least one; of several, medians are shown
     */
    public static List<String> lines(List<SpeedReport> reports) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(reports.get(0).plan()));
        List<SpeedReport> whole =
                reports.stream().filter(report -> report.reason() == null).toList();
        if (whole.size() > 1) {
            lines.add(String.format(
                    Locale.ROOT, "  %-28s %14s %-5s %14s %14s", "", "median of " + whole.size(), "", "least", "most"));
        }
        if (!whole.isEmpty()) {
            whole.get(0).figures().forEach(figure -> lines.add(line(figure, Spread.of(figure.key(), whole))));
        }
        for (SpeedReport report : reports) {
            String reason = report.reason();
            lines.add("result: " + report.verdict().meaning() + (reason == null ? "" : ": " + reason));
        }
        return lines;
    }

    /** How long deliveries took, by percentile, in microseconds, as HdrHistogram writes it. */
    public static byte[] histogram(SpeedReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            report.latencyNanos().outputPercentileDistribution(out, NANOS_PER_MICRO);
        }
        return bytes.toByteArray();
    }

    private static String line(Figure figure, Spread spread) {
        String unit = figure.unit() == null ? "" : figure.unit();
        String line = String.format(Locale.ROOT, "  %-28s %14s %-5s", figure.label(), number(spread.median()), unit);
        return (spread.count() == 1
                        ? line
                        : String.format(
                                Locale.ROOT, "%s %14s %14s", line, number(spread.least()), number(spread.most())))
                .stripTrailing();
    }

    private static String heading(SpeedPlan plan) {
        SpeedPlan.Shape shape = plan.shape();
        return String.format(
                Locale.ROOT,
                "%s at %s: %d room%s of %d, %s, texts of %d bytes",
                plan.workload().label(),
                plan.server(),
                shape.rooms(),
                shape.rooms() == 1 ? "" : "s",
                shape.members(),
                doing(plan),
                plan.wire().size());
    }

    private static String doing(SpeedPlan plan) {
        int senders = plan.shape().senders();
        double rate = plan.pace().deliveriesPerSecond();
        return switch (plan.workload().kind()) {
            case LOAD ->
                rate > 0
                        ? String.format(Locale.ROOT, "%d of them sending, %,.0f deliveries/s", senders, rate)
                        : senders + " of them sending, " + plan.pace().outstanding() + " messages each under way";
            case IDLE -> "one message in each";
            case RESUME -> plan.pace().messages() + " messages in each while all are away";
        };
    }

    private static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}
