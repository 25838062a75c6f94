// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.config.TransportKind;
import chat.server.lifecycle.StartException;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.StandardSocketOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the operating system is asked about sockets. Chosen once, at the start. */
public enum Transport {
    /** Linux, edge of the kernel's own event queue; the usual one. */
    EPOLL {
        @Override
        public IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public Class<? extends ServerChannel> serverChannel() {
            return EpollServerSocketChannel.class;
        }

        @Override
        @Nullable
        Throwable unavailability() {
            return Epoll.unavailabilityCause();
        }
    },

    /** Linux, with fewer system calls; not allowed in many containers. */
    IO_URING {
        @Override
        public IoHandlerFactory ioHandlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        public Class<? extends ServerChannel> serverChannel() {
            return IoUringServerSocketChannel.class;
        }

        @Override
        @Nullable
        Throwable unavailability() {
            return IoUring.unavailabilityCause();
        }
    },

    /** What every Java has. */
    NIO {
        @Override
        public IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public Class<? extends ServerChannel> serverChannel() {
            return NioServerSocketChannel.class;
        }

        @Override
        @Nullable
        Throwable unavailability() {
            return null;
        }

        @Override
        ChannelOption<Boolean> reusePort() {
            return NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
        }
    };

    /** What runs the event loops. */
    public abstract IoHandlerFactory ioHandlers();

    /** What listens. */
    public abstract Class<? extends ServerChannel> serverChannel();

    /** Why it cannot be used here, or null if it can. */
    abstract @Nullable Throwable unavailability();

    ChannelOption<Boolean> reusePort() {
        return UnixChannelOption.SO_REUSEPORT;
    }

    /** The name in the configuration, in logs and meters. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The transport that the configuration asks for.
     *
     * @throws StartException if it names one that cannot be used here
     */
    public static Transport choose(TransportKind kind) throws StartException {
        return switch (kind) {
            case AUTO -> EPOLL.unavailability() == null ? EPOLL : NIO;
            case EPOLL -> required(EPOLL);
            case IO_URING -> required(IO_URING);
            case NIO -> NIO;
        };
    }

    private static Transport required(Transport transport) throws StartException {
        Throwable cause = transport.unavailability();
        if (cause != null) {
            Throwable root = cause.getCause() == null ? cause : cause.getCause();
            throw new StartException(
                    "net.transport: " + transport.label() + " cannot be used on this system (" + root.getMessage()
                            + "; expected: auto, or nio, which works everywhere)",
                    cause);
        }
        return transport;
    }
}
