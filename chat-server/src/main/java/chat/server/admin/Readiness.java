// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import java.util.concurrent.CompletionStage;

/** Tells whether the server can serve chat right now: what {@code /readyz} asks. */
public interface Readiness {

    /**
     * Asks. Called on the event loop of the admin port, so it must not block; whoever takes longer than two seconds to
     * complete counts as not ready.
     *
     * @return completes with the answer, on any thread; a failure counts as not ready
     */
    CompletionStage<Answer> check();

    /** The answer. */
    sealed interface Answer {}

    /** Clients can be served. */
    record Ready() implements Answer {}

    /**
     * Clients cannot be served.
     *
     * @param reason one line for the operator, such as {@code stopping}
     */
    record NotReady(String reason) implements Answer {}
}
