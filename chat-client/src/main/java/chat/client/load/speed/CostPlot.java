// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a delivery costs the server, drawn from the JSON of measurements: against the members of a room where it was asked for
 * all it can, and against the rate where it was asked for so many deliveries. Of repeated measurements the median is drawn.
 */
public final class CostPlot {

    private static final String COST = "serverCpuMicrosPerDelivery";
    private static final String COST_LABEL = "server CPU per delivery (µs)";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LEGEND_LINE = 20;

    private record Measured(String label, int rooms, double members, double rate, double cost) {}

    private final List<Measured> measured = new ArrayList<>();

    /**
     * Takes a measurement in, if the server's processor time is in it.
     *
     * @param line as {@link SpeedJson} makes it
     * @throws IllegalArgumentException with a message for a person, if it is no JSON object
     */
    public void add(String line) {
        JsonNode json;
        try {
            json = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        double cost = json.path(COST).asDouble(Double.NaN);
        int members = json.path("members").asInt();
        if (Double.isFinite(cost) && cost >= 0 && members > 0) {
            measured.add(new Measured(
                    json.path("label").asText("server"),
                    json.path("rooms").asInt(1),
                    members,
                    json.path("rate").asDouble(0),
                    cost));
        }
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return measured.isEmpty();
    }

    /** The picture. */
    public String svg() {
        List<String> labels = measured.stream().map(Measured::label).distinct().toList();
        PlotPanel members = new PlotPanel(
                "As fast as it goes, one room",
                "members of the room",
                COST_LABEL,
                series(
                        measured.stream()
                                .filter(one -> one.rate() == 0 && one.rooms() == 1)
                                .toList(),
                        Measured::members));
        PlotPanel rate = new PlotPanel(
                "At a fixed rate",
                "deliveries per second",
                COST_LABEL,
                series(measured.stream().filter(one -> one.rate() > 0).toList(), Measured::rate));
        int height = PlotPanel.HEIGHT + LEGEND_LINE * labels.size() + 12;
        SvgText svg = new SvgText(2 * PlotPanel.WIDTH, height);
        members.draw(svg, 0, 0, labels);
        rate.draw(svg, PlotPanel.WIDTH, 0, labels);
        for (int i = 0; i < labels.size(); i++) {
            double top = PlotPanel.HEIGHT + LEGEND_LINE * i;
            svg.square(64, top, PlotPanel.colour(i)).text(82, top + 11, "start", "label", labels.get(i));
        }
        return svg.end();
    }

    private static Map<String, List<PlotPanel.Point>> series(List<Measured> some, ToDoubleFunction<Measured> x) {
        Map<String, TreeMap<Double, List<Double>>> costs = new LinkedHashMap<>();
        for (Measured one : some) {
            costs.computeIfAbsent(one.label(), label -> new TreeMap<>())
                    .computeIfAbsent(x.applyAsDouble(one), place -> new ArrayList<>())
                    .add(one.cost());
        }
        Map<String, List<PlotPanel.Point>> series = new LinkedHashMap<>();
        costs.forEach((label, places) -> series.put(
                label,
                places.entrySet().stream()
                        .map(place -> new PlotPanel.Point(place.getKey(), median(place.getValue())))
                        .toList()));
        return series;
    }

    private static double median(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray())
                .median();
    }
}
