// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Secret;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a request. What is not known is refused: a field that is misspelt must not count as one that is missing. */
final class ApiBody {

    private static final int MAX_DEPTH = 4;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode fields;

    private ApiBody(JsonNode fields) {
        this.fields = fields;
    }

    /**
     * Reads the body of a request.
     *
     * @param known the fields that there may be
     * @throws RejectedException if it is no JSON object, or has others
     */
    static ApiBody of(ApiRequest request, Set<String> known) {
        JsonNode fields;
        try {
            fields = MAPPER.readTree(request.body());
        } catch (JsonProcessingException e) {
            // What Jackson says may quote the body, which may have a password in it.
            throw new RejectedException(ErrorCode.BAD_JSON, "the body is not JSON (expected: one JSON object)");
        }
        if (!fields.isObject()) {
            throw new RejectedException(ErrorCode.BAD_JSON, "the body is no object (expected: one JSON object)");
        }
        Iterator<String> names = fields.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD, name + ": unknown (expected: " + String.join(", ", known) + ")");
            }
        }
        return new ApiBody(fields);
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new RejectedException(ErrorCode.MISSING_FIELD, name + ": missing (expected: a string)");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a string");
        }
        return value == null ? null : value.textValue();
    }

    Secret secret(String name) {
        return new Secret(text(name));
    }

    int integer(String name, int min, int max, int fallback) {
        JsonNode value = value(name);
        if (value == null) {
            return fallback;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < min || value.intValue() > max) {
            throw wrong(name, "an integer from " + min + " to " + max);
        }
        return value.intValue();
    }

    List<String> texts(String name) {
        JsonNode value = value(name);
        List<String> texts = new ArrayList<>();
        if (value != null) {
            if (!value.isArray()) {
                throw wrong(name, "an array of strings");
            }
            for (JsonNode element : value) {
                if (!element.isTextual()) {
                    throw wrong(name, "an array of strings");
                }
                texts.add(element.textValue());
            }
        }
        return texts;
    }

    /** A time such as {@code 2026-11-01T08:00:00Z} in milliseconds since 1970, or null. */
    @Nullable
    Long optionalTime(String name) {
        String text = optionalText(name);
        return text == null ? null : time(name, text);
    }

    static long time(String name, String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(name, "a time such as 2026-11-01T08:00:00Z");
        }
    }

    private static RejectedException wrong(String name, String expected) {
        return new RejectedException(ErrorCode.BAD_FIELD, name + ": not as expected (expected: " + expected + ")");
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = fields.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
