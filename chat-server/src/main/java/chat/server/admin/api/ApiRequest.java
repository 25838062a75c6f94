// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
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

    private static final int USUAL_ROWS = 100;
    private static final int MOST_ROWS = 1_000;

    /** Keeps copies of path and query. */
    public ApiRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /**
     * A number of the query.
     *
     * @param fallback where it is not there
     * @throws RejectedException with {@link ErrorCode#BAD_FIELD} if it is not as expected
     */
    long number(String name, long fallback, long min, long max) {
        String text = query.get(name);
        if (text == null) {
            return fallback;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As one that is out of range.
        }
        throw new RejectedException(
                ErrorCode.BAD_FIELD, name + ": not as expected (expected: an integer from " + min + " to " + max + ")");
    }

    /** How many of a list to answer with: {@code limit}. */
    int limit() {
        return (int) number("limit", USUAL_ROWS, 1, MOST_ROWS);
    }

    /** Never the body, which may have a password in it. */
    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}
