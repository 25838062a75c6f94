// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement found.
 *
 * @param reason what ended it before its time, or null
 * @param figures what was measured, in the order in which to show it
 * @param latencyNanos how long deliveries took in the measured time
 */
public record SpeedReport(
        SpeedPlan plan, Verdict verdict, @Nullable String reason, List<Figure> figures, Histogram latencyNanos) {

    /** Keeps a copy of the list. */
    public SpeedReport {
        figures = List.copyOf(figures);
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
