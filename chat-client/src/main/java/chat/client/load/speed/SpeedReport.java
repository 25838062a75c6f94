// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement found.
 *
 * @param reason what ended it before its time, so that there are no figures; or why the figures are not to be used, or what is not
 *     certain of them; or null
 * @param figures what was measured, in the order in which to show it
 * @param latencyNanos how long it took until each copy of what was due in the measured time was there
 */
public record SpeedReport(
        SpeedPlan plan, Verdict verdict, @Nullable String reason, List<Figure> figures, Histogram latencyNanos) {

    /** So much of a rate is as good as all of it: what was under way at the ends of a second counts on one side only. */
    static final double REACHED = 0.95;

    /** Keeps a copy of the list. */
    public SpeedReport {
        figures = List.copyOf(figures);
    }

    /** For the times of several reports. */
    public static Histogram newHistogram() {
        return Tally.newHistogram();
    }

    /** The same with something to add to the verdict. */
    SpeedReport withReason(String newReason) {
        return new SpeedReport(plan, verdict, newReason, figures, latencyNanos);
    }

    /** Whether it came to its end, so that there are figures. */
    public boolean isWhole() {
        return !figures.isEmpty();
    }

    /** Whether there were to be so many deliveries a second, and were much fewer. */
    public boolean isBehind() {
        return value("deliveriesPerSecond") < REACHED * plan.allDeliveriesPerSecond();
    }

    /** A number by its name in JSON, or NaN if it was not measured. */
    public double value(String key) {
        return figures.stream()
                .filter(figure -> figure.key().equals(key))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
