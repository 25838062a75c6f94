// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A report as one flat JSON object: what was asked for, and every figure under its key. */
public final class SpeedJson {

    /** Escapes what a terminal might act on. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private SpeedJson() {}

    /** The object, on one line and in ASCII. */
    public static String line(SpeedReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
        if (report.reason() != null) {
            json.put("reason", report.reason());
        }
        json.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        plan(report.plan(), json);
        for (Figure figure : report.figures()) {
            double value = figure.value();
            if (value == Math.rint(value)) {
                json.put(figure.key(), (long) value);
            } else {
                json.put(figure.key(), Math.rint(value * 1e4) / 1e4);
            }
        }
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written", e);
        }
    }

    private static void plan(SpeedPlan plan, ObjectNode json) {
        if (plan.label() != null) {
            json.put("label", plan.label());
        }
        json.put("workload", plan.workload().label())
                .put("server", plan.server().toString())
                .put("processes", plan.processes().count())
                .put("rooms", plan.processes().count() * plan.shape().rooms())
                .put("members", plan.shape().members())
                .put("senders", plan.shape().senders())
                .put("slowMembers", plan.shape().slow())
                .put("outstanding", plan.pace().outstanding())
                .put("rate", plan.allDeliveriesPerSecond())
                .put("size", plan.wire().size())
                .put("ids", plan.wire().ids())
                .put("warmupMillis", plan.pace().warmup().toMillis())
                .put("durationMillis", plan.pace().duration().toMillis());
    }
}
