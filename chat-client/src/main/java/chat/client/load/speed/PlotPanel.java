// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One diagram of a plot: axes, ticks and a line for each series.
 *
 * @param series points by label, ascending in x
 */
record PlotPanel(String title, String xLabel, String yLabel, Map<String, List<Point>> series) {

    /** A value at a place. */
    record Point(double x, double y) {}

    static final int WIDTH = 470;
    static final int HEIGHT = 360;

    /** Distinguishable on white, also for most who do not see all colours. */
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#8c6d31"
    };

    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 52;

    /** The colour of the series of a number. */
    static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    /**
     * Draws it.
     *
     * @param labels all series of the plot, which give the colours
     */
    void draw(SvgText svg, int left, int top, List<String> labels) {
        int x0 = left + LEFT;
        int x1 = left + WIDTH - RIGHT;
        int y0 = top + HEIGHT - BOTTOM;
        int y1 = top + TOP;
        svg.text(x0, top + 20, "start", "title", title);
        if (series.isEmpty()) {
            svg.text((x0 + x1) / 2.0, (y0 + y1) / 2.0, "middle", "label", "no measurements of this kind");
            return;
        }
        Scale x = Scale.logarithmic(
                points().stream().mapToDouble(Point::x).min().orElse(1),
                points().stream().mapToDouble(Point::x).max().orElse(10));
        Scale y = Scale.linear(points().stream().mapToDouble(Point::y).max().orElse(1));
        for (double tick : x.ticks()) {
            double at = x0 + x.place(tick) * (x1 - x0);
            svg.line(at, y0, at, y1, "grid").text(at, y0 + 16, "middle", "tick", number(tick));
        }
        for (double tick : y.ticks()) {
            double at = y0 - y.place(tick) * (y0 - y1);
            svg.line(x0, at, x1, at, "grid").text(x0 - 6, at + 4, "end", "tick", number(tick));
        }
        svg.line(x0, y0, x1, y0, "axis").line(x0, y0, x0, y1, "axis");
        svg.text((x0 + x1) / 2.0, y0 + 40, "middle", "label", xLabel);
        svg.rotatedText(left + 16, (y0 + y1) / 2.0, "label", yLabel);
        series.forEach((label, points) -> svg.polyline(
                points.stream()
                        .map(point ->
                                new Point(x0 + x.place(point.x()) * (x1 - x0), y0 - y.place(point.y()) * (y0 - y1)))
                        .toList(),
                colour(labels.indexOf(label))));
    }

    private List<Point> points() {
        return series.values().stream().flatMap(List::stream).toList();
    }

    private static String number(double value) {
        if (value >= 1e6 && value % 1e5 == 0) {
            return trimmed(value / 1e6) + "M";
        }
        if (value >= 1e4 && value % 1e2 == 0) {
            return trimmed(value / 1e3) + "k";
        }
        return trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
