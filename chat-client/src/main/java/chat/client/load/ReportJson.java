// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A report as one JSON object. */
public final class ReportJson {

    /** Escapes what a terminal might act on. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ReportJson() {}

    /** The object, on one line and in ASCII. */
    public static String line(BenchReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
        json.put("server", report.plan().server().toString());
        json.put("room", report.room().value());
        ObjectNode clients = json.putObject("clients");
        clients.put("senders", report.plan().senders())
                .put("readers", report.plan().readers())
                .put("stalled", report.plan().stalled());
        ObjectNode breaches = json.putObject("breaches");
        for (Breach breach : Breach.values()) {
            breaches.putObject(breach.label().replace(' ', '-'))
                    .put("live", report.count(breach, Witness.LIVE))
                    .put("log", report.count(breach, Witness.LOG));
        }
        figures(report, json);
        report.notes().forEach(json.putArray("notes")::add);
        report.examples().forEach(json.putArray("examples")::add);
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written", e);
        }
    }

    private static void figures(BenchReport report, ObjectNode json) {
        Tally tally = report.tally();
        BenchReport.Circumstances circumstances = report.circumstances();
        json.put("sendingMillis", circumstances.sending().toMillis());
        json.put("sent", tally.sent);
        json.put("acknowledged", tally.acknowledged);
        json.put("unacknowledged", circumstances.unacknowledged());
        json.put("delivered", tally.deliveries);
        json.put("acknowledgedPerSecond", report.perSecond(tally.acknowledged));
        json.put("deliveredPerSecond", report.perSecond(tally.deliveries));
        latencies(json.putObject("acknowledgementMicros"), tally.acknowledgementMicros);
        latencies(json.putObject("deliveryMicros"), tally.deliveryMicros);
        json.put("gapEntries", circumstances.gapEntries());
        json.put("gapEntriesInLog", circumstances.falselyGone());
        json.put("epochChanges", circumstances.epochChanges());
        json.put("unchecked", circumstances.unchecked());
        json.put("notCheckedForOrder", circumstances.notOrdered());
        json.put("foreign", tally.foreign);
        json.put("reconnects", tally.reconnects);
        json.put("replaced", tally.replaced);
        json.put("sentAgain", tally.sentAgain);
        json.put("putOff", tally.putOff);
        json.put("away", circumstances.away());
        json.put("logRead", circumstances.logRead());
        ObjectNode refused = json.putObject("refused");
        tally.refused.forEach((code, times) -> refused.put(code.wireName(), times));
    }

    private static void latencies(ObjectNode json, Histogram micros) {
        json.put("p50", micros.getValueAtPercentile(50))
                .put("p99", micros.getValueAtPercentile(99))
                .put("max", micros.getMaxValue());
    }
}
