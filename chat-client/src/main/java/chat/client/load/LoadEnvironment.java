// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.client.ServerAddress;
import chat.client.tls.ChatTls;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where a run takes place. Confined to its event loop. */
final class LoadEnvironment {

    private final EventLoop loop;
    private final ServerAddress server;
    private final @Nullable ChatTls tls;
    private final Duration silence;
    private final RandomGenerator random = new SplittableRandom();
    private final EventMemory events = new EventMemory();
    private boolean sending;

    LoadEnvironment(EventLoop loop, ServerAddress server, @Nullable ChatTls tls, Duration silence) {
        this.loop = loop;
        this.server = server;
        this.tls = tls;
        this.silence = silence;
    }

    EventLoop loop() {
        return loop;
    }

    ServerAddress server() {
        return server;
    }

    /** How to make sure of the server, or null for connections that are not encrypted. */
    @Nullable
    ChatTls tls() {
        return tls;
    }

    /** How long a connection may be without input. */
    Duration silence() {
        return silence;
    }

    EventMemory events() {
        return events;
    }

    RandomGenerator random() {
        return random;
    }

    /** Whether everybody is there, so that messages may be sent. */
    boolean isSending() {
        return sending;
    }

    void beginSending() {
        sending = true;
    }

    long nanoTime() {
        return System.nanoTime();
    }
}
