// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery costs the server, drawn from the JSON of measurements: against the members of a room where it was asked for
 * all it can, and against the rate where it was asked for so many deliveries. Of repeated measurements the median is drawn. Texts
 * of different lengths, and at a rate rooms of different kinds, have lines of their own.
 */
public final class CostPlot {

    private static final String COST = "serverCpuMicrosPerDelivery";
    private static final String COST_LABEL = "server CPU per delivery (µs)";
    private static final String SOUND = "sound";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LEGEND_LINE = 20;
    private static final int NOT_SAID = -1;
    private static final int USUAL_SENDERS = Workload.SAT10.shape().senders();

    private record Measured(
            String label, int rooms, int members, int senders, int outstanding, double rate, int size, double cost) {}

    /** What measurements may differ in that do not belong on one line. */
    private enum Trait {
        SIZE,
        SHAPE,
        SENDERS,
        OUTSTANDING;

        /** In words; without any, where it is not worth one. */
        private String of(Measured one) {
            return switch (this) {
                case SIZE -> one.size() + " bytes";
                case SHAPE -> one.rooms() + (one.rooms() == 1 ? " room of " : " rooms of ") + one.members();
                case SENDERS -> {
                    // No more can send than are there.
                    boolean usual = one.senders() == Math.min(one.members(), USUAL_SENDERS);
                    yield usual || one.senders() == NOT_SAID ? "" : one.senders() + " sending";
                }
                case OUTSTANDING -> one.outstanding() == NOT_SAID ? "" : one.outstanding() + " under way each";
            };
        }
    }

    private final List<Measured> measured = new ArrayList<>();

    /**
     * Takes a measurement in, if it can stand beside others.
     *
     * @param line as {@link SpeedJson} makes it
     * @return why it is left out, or null
     * @throws IllegalArgumentException with a message for a person, if it is no JSON object
     */
    public @Nullable String add(String line) {
        JsonNode json;
        try {
            json = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        String objection = objection(json);
        if (objection == null) {
            measured.add(new Measured(
                    json.path("label").asText("server"),
                    json.path("rooms").asInt(1),
                    json.path("members").asInt(),
                    json.path("senders").asInt(NOT_SAID),
                    json.path("outstanding").asInt(NOT_SAID),
                    json.path("rate").asDouble(0),
                    json.path("size").asInt(),
                    json.path(COST).asDouble()));
        }
        return objection;
    }

    private static @Nullable String objection(JsonNode json) {
        double cost = json.path(COST).asDouble(Double.NaN);
        double rate = json.path("rate").asDouble(0);
        double reached = json.path("deliveriesPerSecond").asDouble(rate);
        String verdict = json.path("verdict").asText(SOUND);
        if (!verdict.equals(SOUND)) {
            return "its verdict is " + verdict;
        }
        String workload = json.path("workload").asText("");
        if (workload.equals(Workload.IDLE.label()) || workload.equals(Workload.RESUME.label())) {
            return "it is of " + workload + ", whose cost is not that of deliveries";
        }
        if (!Double.isFinite(cost) || cost < 0 || json.path("members").asInt() <= 0) {
            return "the server's processor time is not in it (see --pid)";
        }
        if (json.path("slowMembers").asInt() > 0) {
            return "it had slow readers, whose part of the cost is nobody's delivery";
        }
        if (reached < SpeedReport.REACHED * rate) {
            return String.format(Locale.ROOT, "the rate was not reached: %,.0f deliveries/s of %,.0f", reached, rate);
        }
        if (rate == 0 && json.path("rooms").asInt(1) != 1) {
            return "it had several rooms, and no rate to be drawn against";
        }
        return null;
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return measured.isEmpty();
    }

    /** The picture. */
    public String svg() {
        List<Measured> saturated =
                measured.stream().filter(one -> one.rate() == 0).toList();
        List<Measured> paced = measured.stream().filter(one -> one.rate() > 0).toList();
        Function<Measured, String> ofSaturated =
                names(saturated, List.of(Trait.SIZE, Trait.SENDERS, Trait.OUTSTANDING));
        Function<Measured, String> ofPaced = names(paced, List.of(Trait.SIZE, Trait.SHAPE, Trait.SENDERS));
        PlotPanel members = new PlotPanel(
                "As fast as it goes, one room",
                "members of the room",
                COST_LABEL,
                series(saturated, ofSaturated, Measured::members));
        PlotPanel rate = new PlotPanel(
                "At a fixed rate", "deliveries per second", COST_LABEL, series(paced, ofPaced, Measured::rate));
        List<String> labels = Stream.of(members, rate)
                .flatMap(panel -> panel.series().keySet().stream())
                .distinct()
                .toList();
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

    /** Names a line after its label, and after what tells some of the measurements from others. */
    private Function<Measured, String> names(List<Measured> some, List<Trait> traits) {
        List<Trait> telling = traits.stream()
                .filter(trait -> (trait == Trait.SIZE ? measured : some)
                                .stream().map(trait::of).distinct().count()
                        > 1)
                .toList();
        return one -> Stream.concat(Stream.of(one.label()), telling.stream().map(trait -> trait.of(one)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, List<PlotPanel.Point>> series(
            List<Measured> some, Function<Measured, String> name, ToDoubleFunction<Measured> x) {
        Map<String, TreeMap<Double, List<Double>>> costs = new LinkedHashMap<>();
        for (Measured one : some) {
            costs.computeIfAbsent(name.apply(one), label -> new TreeMap<>())
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
