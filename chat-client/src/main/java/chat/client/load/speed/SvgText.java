// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes an SVG picture on a white ground. */
final class SvgText {

    private static final String OPENING = """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
            <style>
            text{font-family:sans-serif;font-size:12px;fill:#222}
            .title{font-size:14px;font-weight:bold}
            .tick{font-size:11px;fill:#444}
            .grid{stroke:#e2e2e2}
            .axis{stroke:#222}
            </style>
            <rect width="%1$d" height="%2$d" fill="#fff"/>
            """;

    private final StringBuilder out = new StringBuilder();

    SvgText(int width, int height) {
        add(OPENING, width, height);
    }

    SvgText line(double x1, double y1, double x2, double y2, String style) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", style, x1, y1, x2, y2);
    }

    SvgText text(double x, double y, String anchor, String style, String words) {
        return add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                style, x, y, anchor, escaped(words));
    }

    /** Upwards, around its middle. */
    SvgText rotatedText(double x, double y, String style, String words) {
        return add(
                "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
                style, x, y, escaped(words));
    }

    SvgText square(double x, double y, String colour) {
        return add("<rect x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"12\" fill=\"%s\"/>\n", x, y, colour);
    }

    /** A line through points, each of which is marked. */
    SvgText polyline(List<PlotPanel.Point> points, String colour) {
        String path = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.x(), point.y()))
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, colour);
        points.forEach(point ->
                add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", point.x(), point.y(), colour));
        return this;
    }

    /** The whole picture. */
    String end() {
        return out + "</svg>\n";
    }

    private SvgText add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    /** What a person called something may have anything in it, also what XML cannot have at all. */
    private static String escaped(String words) {
        return words.replaceAll("[\\p{Cntrl}\\uD800-\\uDFFF\\uFFFE\\uFFFF]", "\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
