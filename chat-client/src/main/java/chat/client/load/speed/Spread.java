// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.Arrays;
import java.util.List;

/**
 * What a figure was in several runs.
 *
 * @param median the one in the middle, or the mean of the two there
 */
record Spread(int count, double median, double least, double most) {

    /** Of a figure in those reports that have it, of which there must be one. */
    static Spread of(String key, List<SpeedReport> reports) {
        return of(reports.stream()
                .mapToDouble(report -> report.value(key))
                .filter(value -> !Double.isNaN(value))
                .toArray());
    }

    /** Of some values, at least one. */
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int upper = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
        return new Spread(sorted.length, median, sorted[0], sorted[sorted.length - 1]);
    }
}
