// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.server.audit.Actor;
import java.util.List;
import java.util.Map;

/**
 * What is asked for.
 *
 * @param method such as {@code GET}
 * @param path what comes after {@code /api/v1}, decoded, without slashes
 * @param query what comes after the question mark
 * @param body JSON, or nothing
 * @param actor who asks
 */
public record ApiRequest(String method, List<String> path, Map<String, String> query, String body, Actor actor) {

    /** Keeps copies of path and query. */
    public ApiRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /** Never the body, which may have a password in it. */
    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}
