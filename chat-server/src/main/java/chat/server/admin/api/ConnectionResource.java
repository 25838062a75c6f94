// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Texts;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditTrail;
import chat.server.session.ConnectionView;
import chat.server.session.Inspection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code connections}: those that there are, page by page, or one less. */
final class ConnectionResource implements Resource {

    private static final String REASON = "reason";
    private static final int MAX_REASON_BYTES = 2_000;

    private final Inspection connections;
    private final AuditTrail trail;

    ConnectionResource(Inspection connections, AuditTrail trail) {
        this.connections = connections;
        this.trail = trail;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        return switch (request.method() + " " + rest.size()) {
            case "GET 0" -> list(request);
            case "DELETE 1" -> close(number(rest.get(0)), request);
            default -> null;
        };
    }

    private CompletionStage<ApiResponse> list(ApiRequest request) {
        int limit = request.limit();
        long after = request.number("after", 0, 0, Long.MAX_VALUE);
        // One more than is shown tells whether there are more.
        return connections.connections(after, limit + 1).thenApply(found -> {
            List<ConnectionView> shown = found.size() > limit ? found.subList(0, limit) : found;
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode list = body.putArray("connections");
            shown.forEach(view -> list.add(json(view)));
            if (shown.size() < found.size()) {
                body.put("next", shown.get(limit - 1).id());
            }
            return ApiResponse.ok(body);
        });
    }

    private CompletionStage<ApiResponse> close(long id, ApiRequest request) {
        String given = request.body().isEmpty()
                ? null
                : ApiBody.of(request, Set.of(REASON)).optionalText(REASON);
        String reason = given == null || given.isEmpty() ? "" : Texts.topic(given, MAX_REASON_BYTES);
        return connections.close(id).thenCompose(closed -> {
            if (closed == null) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD, "there is no connection " + id + " (expected: one of connections)");
            }
            return note(request.actor(), closed, reason).thenApply(kept -> ApiResponse.ok(json(closed)));
        });
    }

    private CompletionStage<Void> note(Actor actor, ConnectionView closed, String reason) {
        AccountName name = closed.name();
        String connection = "connection " + closed.id();
        String detail = "from " + closed.address() + ", " + closed.protocol();
        return trail.note(
                actor,
                AuditAction.CONNECTION_CLOSED,
                name == null ? connection : name.value(),
                null,
                name == null ? detail : connection + " " + detail,
                reason);
    }

    private static ObjectNode json(ConnectionView view) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", view.id())
                .put("protocol", view.protocol())
                .put("tls", view.tls());
        AccountName name = view.name();
        if (name != null) {
            json.put(view.account() ? "account" : "guest", name.value());
        }
        return json.put("address", view.address())
                .put("since", Instant.ofEpochMilli(view.sinceMillis()).toString())
                .put("rooms", view.rooms())
                .put("queuedBytes", view.queuedBytes())
                .put("behind", view.behind());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "the id of a connection is a number (expected: one of connections)");
        }
    }
}
