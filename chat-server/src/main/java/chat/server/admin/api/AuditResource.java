// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.server.audit.AuditJson;
import chat.server.audit.AuditLog;
import chat.server.audit.AuditRecord;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code audit}: the newest records, or those after one or since a time. */
final class AuditResource implements Resource {

    private static final int USUAL = 100;

    private final Supplier<AuditLog> log;

    AuditResource(Supplier<AuditLog> log) {
        this.log = log;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        if (!request.method().equals("GET") || !rest.isEmpty()) {
            return null;
        }
        String after = request.query().get("after");
        String since = request.query().get("since");
        int limit = (int) request.number("limit", USUAL, 1, AuditLog.MAX_PAGE);
        CompletionStage<List<AuditRecord.Kept>> records = after == null && since == null
                ? log.get().newest(limit)
                : log.get()
                        .after(
                                request.number("after", 0, 0, Long.MAX_VALUE),
                                since == null ? Long.MIN_VALUE : ApiBody.time("since", since),
                                limit);
        return records.thenApply(AuditResource::shown);
    }

    private static ApiResponse shown(List<AuditRecord.Kept> records) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("records");
        records.forEach(record -> list.add(AuditJson.of(record)));
        return ApiResponse.ok(body);
    }
}
