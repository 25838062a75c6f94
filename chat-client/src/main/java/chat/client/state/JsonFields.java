// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that must be there; says which is not, or what is wrong with it. Keeps nothing. */
final class JsonFields {

    private JsonFields() {}

    static long integer(JsonNode node, String name) throws IOException {
        JsonNode value = field(node, name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IOException(name + ": " + value + " (expected: an integer)");
        }
        return value.longValue();
    }

    static String string(JsonNode node, String name) throws IOException {
        return text(field(node, name), name);
    }

    /** @param name what it is called */
    static String text(JsonNode value, String name) throws IOException {
        if (!value.isTextual()) {
            throw new IOException(name + ": not a text");
        }
        return value.textValue();
    }

    static JsonNode field(JsonNode node, String name) throws IOException {
        @Nullable JsonNode value = node.get(name);
        if (value == null) {
            throw new IOException(name + ": missing");
        }
        return value;
    }

    /** Fails unless the object has this version. */
    static void version(JsonNode root, int expected) throws IOException {
        if (integer(root, "version") != expected) {
            throw new IOException("version: " + root.get("version") + " (expected: " + expected + ")");
        }
    }
}
