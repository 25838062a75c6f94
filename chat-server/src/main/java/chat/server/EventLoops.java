// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.config.NetConfig;
import chat.server.lifecycle.Stage;
import chat.server.net.Transport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The event loops: bosses accept connections, workers serve them. */
final class EventLoops implements Stage {

    /** Every loop more makes each batch smaller: two on two processors cost about twice the time for each delivery. */
    private static final int PROCESSORS_PER_LOOP = 2;

    private final EventLoopGroup bosses;
    private final EventLoopGroup workers;
    private final List<EventLoop> workerLoops = new ArrayList<>();

    EventLoops(Transport transport, NetConfig config) {
        int loops = config.loops() > 0
                ? config.loops()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_LOOP);
        bosses = new MultiThreadIoEventLoopGroup(
                config.acceptors(), new DefaultThreadFactory("chat-boss"), transport.ioHandlers());
        workers = new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("chat-loop"), transport.ioHandlers());
        workers.forEach(loop -> workerLoops.add((EventLoop) loop));
    }

    EventLoopGroup bosses() {
        return bosses;
    }

    EventLoopGroup workers() {
        return workers;
    }

    List<EventLoop> workerLoops() {
        return workerLoops;
    }

    @Override
    public String name() {
        return "event loops";
    }

    @Override
    public void start() {
        // Their threads begin with the first task.
    }

    @Override
    public CompletionStage<?> stop() {
        return CompletableFuture.allOf(stop(bosses), stop(workers));
    }

    private static CompletableFuture<Void> stop(EventLoopGroup loops) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(done -> stopped.complete(null));
        return stopped;
    }
}
