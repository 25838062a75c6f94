// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.lifecycle.Stage;
import chat.server.lifecycle.StartException;
import chat.server.net.ConnectionGate;
import chat.server.net.Listener;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The door: open from the start, when all else is ready, to the stop, which comes before everything else's. */
final class ListenerStage implements Stage {

    private final Listener listener;
    private final ConnectionGate gate;
    private volatile @Nullable InetSocketAddress address;

    ListenerStage(Listener listener, ConnectionGate gate) {
        this.listener = listener;
        this.gate = gate;
    }

    @Override
    public String name() {
        return "listener";
    }

    @Override
    public void start() throws StartException {
        address = listener.open();
    }

    @Override
    public CompletionStage<?> stop() {
        address = null;
        gate.stop();
        listener.close();
        return STOPPED;
    }

    /** Whether clients can come. Thread-safe. */
    boolean isListening() {
        return address != null && listener.isListening();
    }

    /** Where it listens, or null if it does not. Thread-safe. */
    @Nullable
    InetSocketAddress address() {
        return address;
    }
}
