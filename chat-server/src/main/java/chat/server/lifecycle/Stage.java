// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A part of the server that starts and stops. */
public interface Stage {

    /** What it is, for the log: {@code admin port}, {@code store}. */
    String name();

    /**
     * Starts it, and returns when it is ready for the stages after it. Runs on the main thread.
     *
     * @throws StartException for a reason that the operator can do something about; it leaves nothing behind
     * @throws Exception for a bug
     */
    void start() throws Exception;

    /**
     * Stops it; called at most once, and only after it has started. Runs on a thread of its own, so it may block.
     *
     * @return completes when it has stopped; {@link #STOPPED} if it has on return
     * @throws Exception if it could not stop in good order; it is logged, and the others are stopped all the same
     */
    CompletionStage<?> stop() throws Exception;

    /** What {@link #stop} returns if everything is done. */
    CompletionStage<?> STOPPED = CompletableFuture.completedStage(null);
}
