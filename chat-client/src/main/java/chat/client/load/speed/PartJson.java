// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What the processes of a run tell one another, both of the same build: an object on a line. */
final class PartJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private PartJson() {}

    /** Reads a line; what is none that this program writes is a failure of the other process. */
    static JsonNode parse(String line) throws Alarm.Raised {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (json.has("verdict")) {
                throw new Alarm.Raised(
                        Verdict.valueOf(json.get("verdict").asText()),
                        json.path("reason").asText());
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new Alarm.Raised(Verdict.INVALID, "another process of this run said: " + line);
        }
    }

    static String line(ObjectNode json) {
        return json.toString();
    }

    static ObjectNode done() {
        return JsonNodeFactory.instance.objectNode();
    }

    static boolean isDone(JsonNode json) {
        return json.isObject();
    }

    static ObjectNode raised(Alarm.Raised raised) {
        return done().put("verdict", raised.verdict().name()).put("reason", raised.reason());
    }

    static ObjectNode counts(Counts counts) {
        return done().put("sent", counts.sent())
                .put("deliveries", counts.deliveries())
                .put("undelivered", counts.undelivered())
                .put("unsent", counts.unsent());
    }

    static Counts counts(JsonNode json) {
        return new Counts(
                number(json, "sent"), number(json, "deliveries"), number(json, "undelivered"), number(json, "unsent"));
    }

    static ObjectNode window(Tally.Window window) {
        return done().put("deliveries", window.deliveries())
                .put("reads", window.reads())
                .put("sendLag", text(window.sendLagNanos()));
    }

    static Tally.Window window(JsonNode json) {
        return new Tally.Window(number(json, "deliveries"), number(json, "reads"), histogram(json, "sendLag"));
    }

    static ObjectNode outcome(Outcome outcome) {
        Faults faults = outcome.faults();
        return done().put("missing", faults.missing)
                .put("duplicates", faults.duplicates)
                .put("reordered", faults.reordered)
                .put("misrouted", faults.misrouted)
                .put("altered", faults.altered)
                .put("skipped", faults.skipped)
                .put("undelivered", outcome.undelivered())
                .put("latency", text(outcome.latencyNanos()));
    }

    static Outcome outcome(JsonNode json) {
        Faults faults = new Faults();
        faults.missing = number(json, "missing");
        faults.duplicates = number(json, "duplicates");
        faults.reordered = number(json, "reordered");
        faults.misrouted = number(json, "misrouted");
        faults.altered = number(json, "altered");
        faults.skipped = number(json, "skipped");
        return new Outcome(faults, number(json, "undelivered"), histogram(json, "latency"));
    }

    /** The line that tells another process what to do. */
    static String line(Verb verb) {
        return verb.name().toLowerCase(Locale.ROOT);
    }

    static Verb verb(String line) {
        return Verb.valueOf(line.toUpperCase(Locale.ROOT));
    }

    private static long number(JsonNode json, String key) {
        return json.path(key).asLong();
    }

    private static String text(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static Histogram histogram(JsonNode json, String key) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(json.path(key).asText()));
        try {
            return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no histogram: " + key, e);
        }
    }
}
