// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How a run of the program ended.
 *
 * @param code for whoever started it
 * @param reason for a person, or null where there is nothing to say. It may come from the server: make control characters
 *     visible before showing it
 */
public record Ending(ExitCode code, @Nullable String reason) {

    /** Everything was done. */
    public static final Ending OK = new Ending(ExitCode.OK, null);

    /** Nobody reads the output any more: no reason to say anything. */
    public static final Ending BROKEN_PIPE = new Ending(ExitCode.BROKEN_PIPE, null);

    /**
     * Waits for what ends a program that does not wait for a server: a status that says so. Confined to the client's event
     * loop, but for {@link #ending}.
     */
    public static final class Watch {

        private final CompletableFuture<Ending> ending = new CompletableFuture<>();
        private final boolean patient;

        private boolean welcomed;

        /** @param patient whether to go on while no server can be reached */
        public Watch(boolean patient) {
            this.patient = patient;
        }

        /** Completed once, with the first thing that ends the program, which may come from anywhere. Thread-safe. */
        public CompletableFuture<Ending> ending() {
            return ending;
        }

        /**
         * The connection stands differently.
         *
         * @return whether that ends the program
         */
        public boolean ends(ConnectionStatus status) {
            welcomed |= status.state() == ConnectionState.ONLINE;
            ExitCode code = ExitCode.of(status, welcomed || (patient && status.state() != ConnectionState.FAILED));
            return code != null && ending.complete(new Ending(code, status.reason()));
        }
    }
}
