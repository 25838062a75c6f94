// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.account.BotToken;
import chat.server.account.OperatorAccounts;
import chat.server.audit.Actor;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code tokens}: all of them without their secrets, one more, one less. */
final class TokenResource implements Resource {

    private static final String ACCOUNT = "account";
    private static final String NAME = "name";
    private static final String ROOMS = "rooms";
    private static final String EXPIRES = "expires";

    private final Function<Actor, OperatorAccounts> accounts;
    private final Clock clock;

    TokenResource(Function<Actor, OperatorAccounts> accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        OperatorAccounts operator = accounts.apply(request.actor());
        return switch (request.method() + " " + rest.size()) {
            case "GET 0" -> CompletableFuture.completedFuture(list(operator));
            case "POST 0" -> add(request, operator);
            case "DELETE 1" -> operator.revokeToken(number(rest.get(0))).thenApply(done -> ApiResponse.done());
            default -> null;
        };
    }

    private ApiResponse list(OperatorAccounts operator) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("tokens");
        operator.tokens().forEach(token -> list.add(json(operator, token)));
        return ApiResponse.ok(body);
    }

    private static CompletionStage<ApiResponse> add(ApiRequest request, OperatorAccounts operator) {
        ApiBody body = ApiBody.of(request, Set.of(ACCOUNT, NAME, ROOMS, EXPIRES));
        AccountName account = new AccountName(body.text(ACCOUNT));
        Set<RoomName> rooms = body.texts(ROOMS).stream().map(RoomName::new).collect(Collectors.toSet());
        return operator.addToken(account, body.text(NAME), rooms, body.optionalTime(EXPIRES))
                .thenApply(token -> ApiResponse.created(
                        JsonNodeFactory.instance.objectNode().put("token", token.reveal())));
    }

    private ObjectNode json(OperatorAccounts operator, BotToken token) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", token.key().id())
                .put(ACCOUNT, operator.owner(token))
                .put(NAME, token.name())
                .put("state", token.isGood(clock.millis()) ? "good" : "void");
        ArrayNode rooms = json.putArray(ROOMS);
        token.rooms().stream().map(RoomName::value).sorted().forEach(rooms::add);
        json.put("created", Instant.ofEpochMilli(token.createdMillis()).toString());
        Long expires = token.expiresMillis();
        return expires == null
                ? json
                : json.put(EXPIRES, Instant.ofEpochMilli(expires).toString());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RejectedException(ErrorCode.BAD_FIELD, "the number of a token is no number (expected: 1, 2, …)");
        }
    }
}
