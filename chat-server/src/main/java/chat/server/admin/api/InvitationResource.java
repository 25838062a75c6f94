// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.server.account.OperatorAccounts;
import chat.server.audit.Actor;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code invitations}: one more. */
final class InvitationResource implements Resource {

    private static final int MOST_USES = 1_000_000;

    private final Function<Actor, OperatorAccounts> accounts;

    InvitationResource(Function<Actor, OperatorAccounts> accounts) {
        this.accounts = accounts;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        if (!request.method().equals("POST") || !rest.isEmpty()) {
            return null;
        }
        ApiBody body = ApiBody.of(request, Set.of("uses", "expires"));
        return accounts.apply(request.actor())
                .invite(body.integer("uses", 1, MOST_USES, 1), body.optionalTime("expires"))
                .thenApply(invitation -> ApiResponse.created(
                        JsonNodeFactory.instance.objectNode().put("invitation", invitation.reveal())));
    }
}
