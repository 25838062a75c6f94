// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.audit.SignInFailures;
import chat.server.lifecycle.Stage;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Refused sign-ins are taken down every minute while this runs, and what is left at its stop, while the store still runs. */
final class AuditStage implements Stage {

    private final SignInFailures failures;
    private final EventExecutor timer;
    private @Nullable Future<?> flushing;

    /** @param timer a loop; what is done there does not block */
    AuditStage(SignInFailures failures, EventExecutor timer) {
        this.failures = failures;
        this.timer = timer;
    }

    @Override
    public String name() {
        return "audit log";
    }

    @Override
    public void start() {
        flushing = timer.scheduleWithFixedDelay(failures::flush, 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public CompletionStage<?> stop() {
        if (flushing != null) {
            flushing.cancel(false);
        }
        failures.flush();
        return STOPPED;
    }
}
