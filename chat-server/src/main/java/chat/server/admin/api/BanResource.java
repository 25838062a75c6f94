// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.server.ban.AddressBan;
import chat.server.ban.AddressBans;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code bans}: all ranges of addresses from which nobody is let in, one more, one less. */
final class BanResource implements Resource {

    private static final String RANGE = "range";
    private static final String UNTIL = "until";
    private static final String REASON = "reason";

    private final AddressBans bans;

    BanResource(AddressBans bans) {
        this.bans = bans;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        return switch (request.method() + " " + rest.size()) {
            case "GET 0" -> CompletableFuture.completedFuture(list());
            case "POST 0" -> add(request);
            case "DELETE 1" -> bans.remove(rest.get(0), request.actor()).thenApply(done -> ApiResponse.done());
            default -> null;
        };
    }

    private ApiResponse list() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("bans");
        bans.list().forEach(ban -> list.add(json(ban)));
        return ApiResponse.ok(body);
    }

    private CompletionStage<ApiResponse> add(ApiRequest request) {
        ApiBody body = ApiBody.of(request, Set.of(RANGE, UNTIL, REASON));
        String reason = body.optionalText(REASON);
        return bans.add(body.text(RANGE), body.optionalTime(UNTIL), reason == null ? "" : reason, request.actor())
                .thenApply(ban -> ApiResponse.created(json(ban)));
    }

    private static ObjectNode json(AddressBan ban) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put(RANGE, ban.range().toString())
                .put("created", Instant.ofEpochMilli(ban.atMillis()).toString())
                .put(REASON, ban.reason());
        Long until = ban.untilMillis();
        return until == null
                ? json
                : json.put(UNTIL, Instant.ofEpochMilli(until).toString());
    }
}
