// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.AccountName;
import chat.protocol.message.Secret;
import chat.server.account.Account;
import chat.server.account.AccountState;
import chat.server.account.OperatorAccounts;
import chat.server.audit.Actor;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code accounts}: all of them, one more, or what becomes of one. */
final class AccountResource implements Resource {

    private static final String PASSWORD = "password";

    private final Function<Actor, OperatorAccounts> accounts;

    AccountResource(Function<Actor, OperatorAccounts> accounts) {
        this.accounts = accounts;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        OperatorAccounts operator = accounts.apply(request.actor());
        return switch (request.method() + " " + rest.size()) {
            case "GET 0" -> CompletableFuture.completedFuture(list(operator));
            case "POST 0" -> add(request, operator);
            case "DELETE 1" ->
                operator.set(new AccountName(rest.get(0)), AccountState.DELETED).thenApply(AccountResource::shown);
            case "POST 2" -> change(request, operator, new AccountName(rest.get(0)), rest.get(1));
            default -> null;
        };
    }

    private static ApiResponse list(OperatorAccounts operator) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("accounts");
        operator.accounts().forEach(account -> list.add(json(account)));
        return ApiResponse.ok(body);
    }

    private static CompletionStage<ApiResponse> add(ApiRequest request, OperatorAccounts operator) {
        ApiBody body = ApiBody.of(request, Set.of("name", PASSWORD));
        AccountName name = new AccountName(body.text("name"));
        Secret password = body.secret(PASSWORD);
        return operator.add(name, password).thenApply(account -> ApiResponse.created(json(account)));
    }

    private static @Nullable CompletionStage<ApiResponse> change(
            ApiRequest request, OperatorAccounts operator, AccountName name, String what) {
        return switch (what) {
            case PASSWORD -> {
                Secret password = ApiBody.of(request, Set.of(PASSWORD)).secret(PASSWORD);
                yield operator.resetPassword(name, password).thenApply(AccountResource::shown);
            }
            case "lock" -> operator.set(name, AccountState.LOCKED).thenApply(AccountResource::shown);
            case "unlock" -> operator.set(name, AccountState.ACTIVE).thenApply(AccountResource::shown);
            case "sign-out" -> operator.signOut(name).thenApply(AccountResource::shown);
            default -> null;
        };
    }

    private static ApiResponse shown(Account account) {
        return ApiResponse.ok(json(account));
    }

    private static ObjectNode json(Account account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", account.id())
                .put("name", account.name().value())
                .put("state", account.state().name().toLowerCase(Locale.ROOT))
                .put("created", Instant.ofEpochMilli(account.createdMillis()).toString());
    }
}
