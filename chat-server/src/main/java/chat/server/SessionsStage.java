// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.lifecycle.Stage;
import chat.server.net.ConnectionInitializer;
import chat.server.presence.Presence;
import chat.server.session.Sessions;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sessions have the time while this runs; its stop answers what is in flight and says goodbye to everybody. */
final class SessionsStage implements Stage {

    private final Sessions sessions;
    private final Presence presence;
    private final EventExecutor timer;
    private final ConnectionInitializer connections;
    private @Nullable Future<?> telling;

    /** @param timer the loop on which changes of presence are told */
    SessionsStage(Sessions sessions, Presence presence, EventExecutor timer, ConnectionInitializer connections) {
        this.sessions = sessions;
        this.presence = presence;
        this.timer = timer;
        this.connections = connections;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public void start() {
        sessions.start();
        telling = timer.scheduleWithFixedDelay(presence::tell, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> stop() {
        if (telling != null) {
            telling.cancel(false);
        }
        return sessions.sayGoodbye().thenCompose(gone -> connections.closeConnections());
    }
}
