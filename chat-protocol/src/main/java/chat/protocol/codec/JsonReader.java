// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object and keeps the fields that are known. Thread-safe. */
final class JsonReader {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_STRING_CHARS = 1 << 24;
    private static final int MAX_NUMBER_CHARS = 64;
    private static final int MAX_NAME_CHARS = 256;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_CHARS)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .build())
            // Interned names would be kept for ever, and peers choose them.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private final Set<String> known;
    private final boolean keepsArrays;

    /**
     * @param known the names of the fields to keep, on every level
     * @param keepsArrays whether the content of arrays is kept; if not, only that there was one
     */
    JsonReader(Set<String> known, boolean keepsArrays) {
        this.known = Set.copyOf(known);
        this.keepsArrays = keepsArrays;
    }

    /**
     * Reads all readable bytes of a payload and leaves its indices alone.
     *
     * @throws RejectedException with {@link ErrorCode#EMPTY_FRAME} or {@link ErrorCode#BAD_JSON}, and with the {@code
     *     ref} where one came before the fault
     */
    JsonFields read(ByteBuf payload) {
        int length = payload.readableBytes();
        if (length == 0) {
            throw new RejectedException(ErrorCode.EMPTY_FRAME, "empty frame (expected: a JSON object)");
        }
        JsonFields fields = new JsonFields();
        try {
            if (payload.hasArray()) {
                read(payload.array(), payload.arrayOffset() + payload.readerIndex(), length, fields);
            } else {
                read(ByteBufUtil.getBytes(payload), 0, length, fields);
            }
        } catch (RejectedException e) {
            throw e.withRef(fields.ref());
        } catch (StreamConstraintsException e) {
            throw badJson("JSON that nests deeper than " + MAX_DEPTH + " or has a number longer than "
                            + MAX_NUMBER_CHARS + " digits or a name longer than " + MAX_NAME_CHARS + " characters")
                    .withRef(fields.ref());
        } catch (IOException | RuntimeException e) {
            // What Jackson says may quote the payload, which may have secrets. Whatever else it throws, names that
            // collide in its symbol table for example, is the doing of the payload.
            throw badJson("not JSON").withRef(fields.ref());
        }
        return fields;
    }

    private void read(byte[] bytes, int offset, int length, JsonFields fields) throws IOException {
        int invalid = Utf8.firstInvalid(bytes, offset, offset + length);
        if (invalid >= 0) {
            throw badJson("byte " + (invalid - offset) + " is not UTF-8");
        }
        try (JsonParser parser = json.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw badJson("not an object");
            }
            readObject(parser, fields);
            if (parser.nextToken() != null) {
                throw badJson("something follows the object");
            }
        }
    }

    private void readObject(JsonParser parser, JsonFields fields) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (!known.contains(name)) {
                parser.skipChildren();
            } else if (!fields.put(name, value(parser, token))) {
                throw badJson("the field " + name + " comes twice");
            }
        }
    }

    private @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? JsonFields.Oddity.HUGE
                        : parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> JsonFields.Oddity.FRACTION;
            case START_OBJECT -> {
                JsonFields nested = new JsonFields();
                readObject(parser, nested);
                yield nested;
            }
            case START_ARRAY -> array(parser);
            default -> throw badJson("not JSON");
        };
    }

    private Object array(JsonParser parser) throws IOException {
        if (!keepsArrays) {
            parser.skipChildren();
            return JsonFields.Oddity.ARRAY;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return elements;
    }

    private static RejectedException badJson(String what) {
        return new RejectedException(ErrorCode.BAD_JSON, what + " (expected: one JSON object in UTF-8)");
    }
}
