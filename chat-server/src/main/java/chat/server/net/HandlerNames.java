// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

/**
 * The names of the handlers in a connection's pipeline, which looks like this once the dialect is known:
 *
 * <pre>
 *   socket
 *     | bytes in                          ^ bytes out
 *   TRAFFIC    counts both                |
 *   PROXY      (only from a proxy, until its header is there; with its decoder)
 *   TLS        (if it is spoken) decrypts  | encrypts
 *   TLS_END    (with it) its end and its errors as those of a connection without
 *   DETECTOR   (until the dialect is known; holds the first bytes)
 *   DECODER    bytes to commands, one at a time, while the gate is open
 *   ENCODER    events for one to bytes; bytes for many pass
 *   SESSION    commands to phases; all that is written comes from here or from a live group
 * </pre>
 */
public final class HandlerNames {

    /** The first one. */
    public static final String TRAFFIC = "traffic";

    /** Waits for the header of a proxy. */
    static final String PROXY = "proxy";

    /** Reads that header. */
    public static final String PROXY_DECODER = "proxy-decoder";

    /** Netty's TLS, if it is spoken. */
    public static final String TLS = "tls";

    /** What makes the end of TLS the end of any connection. */
    public static final String TLS_END = "tls-end";

    /** Holds the first bytes of the peer. */
    public static final String DETECTOR = "detector";

    /** The last one. */
    public static final String SESSION = "session";

    /** The dialect's handlers, numbered from 0: the decoder, the encoder. */
    public static final String DIALECT = "dialect-";

    private HandlerNames() {}
}
