// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.client.tls.ChatTls;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs numbered messages from many clients against a server, and says which of its promises it kept. */
public final class Bench {

    private Bench() {}

    /**
     * Runs a plan and waits for its end. One event loop does all of it, so that what is seen needs no locks to be compared.
     *
     * @param progress is given a line about every second, on that loop; must not block
     * @throws ExecutionException if the checker has a fault
     */
    public static BenchReport run(BenchPlan plan, Consumer<String> progress)
            throws InterruptedException, ExecutionException {
        return run(plan, null, progress);
    }

    /**
     * As the other one, over TLS.
     *
     * @param tls how to make sure of the server, or null for connections that are not encrypted
     */
    public static BenchReport run(BenchPlan plan, @Nullable ChatTls tls, Consumer<String> progress)
            throws InterruptedException, ExecutionException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("bench-loop", true), NioIoHandler.newFactory());
        try {
            EventLoop loop = group.next();
            return CompletableFuture.supplyAsync(() -> new BenchRun(loop, plan, tls, progress), loop)
                    .thenCompose(BenchRun::start)
                    .get();
        } finally {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        }
    }
}
