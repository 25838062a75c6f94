// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.admin.AdminServer;
import chat.server.admin.Readiness;
import chat.server.config.ServerConfig;
import chat.server.lifecycle.Stages;
import chat.server.metrics.PrometheusMetrics;
import chat.server.metrics.ServerMetrics;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The composition root: builds everything with constructors, starts it in order, stops it in reverse. Thread-safe. */
final class ChatServer {

    private final PrometheusMetrics prometheus = new PrometheusMetrics();
    private final AdminServer admin;
    private final Stages stages;
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    /** Builds a server; nothing is opened yet. */
    ChatServer(ServerConfig config) {
        ServerMetrics metrics = new ServerMetrics(prometheus.registry());
        metrics.buildInfo(Version.number(), System.getProperty("java.version"), "nio");
        Readiness readiness = () -> CompletableFuture.completedStage(new Readiness.Ready());
        admin = new AdminServer(config.admin(), readiness, prometheus::scrape);
        stages = new Stages(List.of(admin), config.server().stopTimeout());
    }

    /**
     * Starts the server, and returns when clients can come.
     *
     * @throws chat.server.lifecycle.StartException for a reason that the operator can do something about
     * @throws Exception for a bug
     */
    void start() throws Exception {
        try {
            stages.start();
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    /** Where the server can be reached, in words for the operator. Ask after the start. */
    String addresses() {
        return "admin on " + admin.address().getAddress().getHostAddress() + ":"
                + admin.address().getPort();
    }

    /** Waits until {@link #stop} is done, and says what it said. */
    boolean awaitStop() {
        return stopped.join();
    }

    /** Stops the server and waits for it; may be called more than once. False if something did not stop in good order. */
    boolean stop() {
        boolean inGoodOrder = stages.stop();
        prometheus.close();
        stopped.complete(inGoodOrder);
        return inGoodOrder;
    }
}
