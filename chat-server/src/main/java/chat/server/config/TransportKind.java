// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** How the operating system tells of ready sockets ({@code net.transport}). */
public enum TransportKind {
    /** Epoll on Linux, NIO elsewhere. */
    AUTO,
    /** Linux epoll by Netty's native library. */
    EPOLL,
    /** Linux io_uring by Netty's native library. */
    IO_URING,
    /** The JDK's own selector; works everywhere. */
    NIO
}
