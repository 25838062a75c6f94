// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Reports as lines for a person. */
public final class SpeedText {

    private static final double NANOS_PER_MICRO = 1e3;

    private SpeedText() {}

    /**
     * The lines; they may have anything in them that the server sent.
     *
     * @param reports of the same plan, at least one; of several, the medians of the sound ones are shown, or if none is, of those
     *     that came to their end
     * @param planned how many there were to be
     */
    public static List<String> lines(List<SpeedReport> reports, int planned) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(reports.get(0).plan()));
        List<SpeedReport> shown = shown(reports);
        if (shown.size() > 1) {
            lines.add(String.format(
                    Locale.ROOT, "  %-28s %14s %-5s %14s %14s", "", "median of " + shown.size(), "", "least", "most"));
        }
        if (!shown.isEmpty()) {
            shown.get(0).figures().forEach(figure -> lines.add(line(figure, Spread.of(figure.key(), shown))));
        }
        for (int i = 0; i < reports.size(); i++) {
            String which = planned == 1 ? "" : " " + (i + 1) + " of " + planned;
            lines.add("result" + which + ": " + result(reports.get(i)));
        }
        if (reports.size() < planned) {
            lines.add("not run: " + (planned - reports.size()) + " of " + planned);
        }
        return lines;
    }

    private static List<SpeedReport> shown(List<SpeedReport> reports) {
        List<SpeedReport> whole = reports.stream().filter(SpeedReport::isWhole).toList();
        List<SpeedReport> sound = whole.stream()
                .filter(report -> report.verdict() == Verdict.SOUND)
                .toList();
        return sound.isEmpty() ? whole : sound;
    }

    private static String result(SpeedReport report) {
        StringBuilder result = new StringBuilder(report.verdict().meaning());
        if (report.reason() != null) {
            result.append(": ").append(report.reason());
        }
        if (report.value("slowWithGap") > 0) {
            result.append(String.format(
                    Locale.ROOT,
                    ", but for what %.0f slow readers were told that they would not get",
                    report.value("slowWithGap")));
        }
        double rate = report.value("deliveriesPerSecond");
        if (report.isBehind()) {
            result.append(String.format(
                    Locale.ROOT,
                    ", but only %,.0f deliveries/s of %,.0f",
                    rate,
                    report.plan().allDeliveriesPerSecond()));
        }
        return result.toString();
    }

    /** How long deliveries took, by percentile, in microseconds, as HdrHistogram writes it. */
    public static byte[] histogram(Histogram nanos) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            nanos.outputPercentileDistribution(out, NANOS_PER_MICRO);
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
                "%s at %s%s: %d room%s of %d, %s, texts of %d bytes",
                plan.workload().label(),
                plan.server(),
                plan.processes().count() == 1 ? "" : ", " + plan.processes().count() + " processes, each",
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
