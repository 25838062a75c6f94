// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A kind of thing that the operator has to do with. */
@FunctionalInterface
interface Resource {

    /**
     * Does what is asked for. On the thread of the API; may hash a password, but waits for no store.
     *
     * @param rest of the path, after the resource's name
     * @return null if there is no such path or method
     * @throws chat.protocol.message.RejectedException if it is refused
     */
    @Nullable
    CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest);
}
