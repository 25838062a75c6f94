// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatException;
import chat.client.ChatOptions;
import chat.client.ConnectionStatus.Trouble;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes an account: one connection, on which nothing else is asked. Confined to one event loop. */
public final class Registration implements Link.Owner {

    /** What relates the answer to the command. */
    public static final String REF = "register";

    private final EventLoop loop;
    private final ChatOptions options;
    private final CompletableFuture<Void> result;
    private Command.@Nullable Register command;

    /**
     * @param loop where all of it happens
     * @param options says which server
     * @param result completed when there is an answer
     */
    public Registration(EventLoop loop, ChatOptions options, CompletableFuture<Void> result) {
        this.loop = loop;
        this.options = options;
        this.result = result;
    }

    /** Begins. To be called once, on the loop. */
    public void start(Command.Register asked) {
        command = asked;
        Link.open(loop, options.servers().get(0), options.connectTimeout(), options.tls(), this);
    }

    @Override
    public void opened(Link link) {
        Command.Register asked = command;
        if (asked == null || !link.send(asked)) {
            throw new IllegalStateException("opened before the start");
        }
        link.flush();
        loop.schedule(
                () -> fail(link, new ChatException.NotConnected("the server did not answer in time")),
                options.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void received(Link link, Event event) {
        if (event instanceof Event.Ok) {
            link.send(new Command.Quit());
            link.flush();
            link.drop();
            result.complete(null);
        } else if (event instanceof Event.Rejected rejected) {
            fail(link, new ChatException.Refused(rejected.code(), rejected.message()));
        } else if (event instanceof Event.Goodbye goodbye) {
            fail(link, new ChatException.NotConnected("the server said goodbye: " + goodbye.reason()));
        }
    }

    @Override
    public void readComplete(Link link) {
        // Nothing waits for that.
    }

    @Override
    public void refused(Link link, String reason) {
        fail(link, new ChatException.Ended("the server refused: " + reason, Trouble.REFUSED));
    }

    @Override
    public void untrusted(Link link, String reason) {
        fail(link, new ChatException.Ended(reason, Trouble.UNTRUSTED));
    }

    @Override
    public void closed(Link link, boolean opened, String reason) {
        fail(link, new ChatException.NotConnected(reason));
    }

    private void fail(Link link, ChatException cause) {
        link.drop();
        result.completeExceptionally(cause);
    }
}
