// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.lifecycle;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one shutdown hook of the process: it turns SIGTERM and SIGINT into an orderly stop. Libraries must not bring hooks
 * of their own, because all hooks run at once: one that closes the log would silence this one. Thread-safe.
 */
public final class ShutdownHook {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);

    private final BooleanSupplier stop;
    private final Thread thread;

    private ShutdownHook(BooleanSupplier stop) {
        this.stop = stop;
        this.thread = new Thread(this::run, "shutdown");
    }

    /**
     * Installs the hook.
     *
     * @param stop stops the server, blocks until that is done, has a deadline of its own, and says whether it went well
     * @return the hook; remove it when the process ends by itself, or its exit code will be lost
     */
    public static ShutdownHook install(BooleanSupplier stop) {
        ShutdownHook hook = new ShutdownHook(stop);
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** Takes the hook away; without effect when the process is already being shut down. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            LOG.debug("Shutdown is in progress, the hook stays");
        }
    }

    private void run() {
        boolean inGoodOrder = false;
        try {
            LOG.info("Stopping");
            inGoodOrder = stop.getAsBoolean();
            LOG.info(inGoodOrder ? "Stopped" : "Stopped, but not everything in good order");
        } finally {
            System.out.flush();
            // Left alone, the process would end with 143: a stop that was asked for is not a failure.
            Runtime.getRuntime().halt(inGoodOrder ? 0 : 1);
        }
    }
}
