// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A list of the running server, read page by page. Used by one thread; blocks. */
final class OperatorList {

    private static final String PAGE = "1000";

    private final AdminClient client;
    private final String name;

    /** @param name of the resource, and of the array in its answer */
    OperatorList(AdminClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /**
     * Prints all of it, a line for each.
     *
     * @param json whether as the server has it
     * @param text how else
     */
    void print(boolean json, Function<JsonNode, String> text, PrintWriter out) {
        Map<String, String> query = new HashMap<>(Map.of("limit", PAGE));
        while (true) {
            JsonNode page = client.list(query, name);
            page.path(name).forEach(row -> out.println(json ? row.toString() : text.apply(row)));
            out.flush();
            if (!page.has("next") || out.checkError()) {
                return;
            }
            query.put("after", page.path("next").asText());
        }
    }
}
