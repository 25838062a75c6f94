// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The chat port. Immutable and thread-safe.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 takes any free port
 * @param backlog connections that may wait to be accepted, at least 1
 * @param reuseAddress SO_REUSEADDR of the listening socket
 * @param acceptors accepting threads, 1 to 64
 * @param loops event loops, 0 to 1024; 0 leaves the choice to the server
 * @param transport how the system tells of ready sockets
 * @param tcpNoDelay TCP_NODELAY of a connection
 * @param keepAlive SO_KEEPALIVE of a connection
 * @param sendBuffer memory that the kernel may take for a connection's unsent bytes; 0 leaves it to the system
 * @param receiveBuffer SO_RCVBUF of a connection; 0 leaves it to the system
 * @param lowWatermark unsent bytes below which a connection is writable again, at most {@code highWatermark}
 * @param highWatermark unsent bytes above which a connection is not writable
 * @param detectTimeout silence after which a connection counts as text
 * @param proxies from where connections begin with a header of the PROXY protocol
 */
public record NetConfig(
        String host,
        int port,
        int backlog,
        boolean reuseAddress,
        int acceptors,
        int loops,
        TransportKind transport,
        boolean tcpNoDelay,
        boolean keepAlive,
        DataSize sendBuffer,
        DataSize receiveBuffer,
        DataSize lowWatermark,
        DataSize highWatermark,
        Duration detectTimeout,
        AddressRanges proxies) {

    /**
     * Whether nobody but this machine can connect to the host. An unknown one is nobody's: it cannot be listened on
     * either. Looks its name up, which may take a while.
     */
    boolean isOfThisMachineOnly() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    static NetConfig of(Values values) {
        return new NetConfig(
                values.get(Keys.NET_HOST),
                values.get(Keys.NET_PORT),
                values.get(Keys.NET_BACKLOG),
                values.get(Keys.NET_REUSE_ADDRESS),
                values.get(Keys.NET_ACCEPTORS),
                values.get(Keys.NET_LOOPS),
                values.get(Keys.NET_TRANSPORT),
                values.get(Keys.NET_TCP_NO_DELAY),
                values.get(Keys.NET_KEEP_ALIVE),
                values.get(Keys.NET_SEND_BUFFER),
                values.get(Keys.NET_RECEIVE_BUFFER),
                values.get(Keys.NET_LOW_WATERMARK),
                values.get(Keys.NET_HIGH_WATERMARK),
                values.get(Keys.NET_DETECT_TIMEOUT),
                values.get(Keys.NET_PROXIES));
    }
}
