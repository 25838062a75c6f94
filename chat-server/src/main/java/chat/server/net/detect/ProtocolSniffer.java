// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.detect;

import io.netty.buffer.ByteBuf;

/** Tells by first bytes whether they belong to a protocol. Stateless and thread-safe. */
@FunctionalInterface
public interface ProtocolSniffer {

    /** What the bytes tell. */
    enum Verdict {
        YES,
        NO,
        /** It may be, more bytes would tell. */
        NEED_MORE
    }

    /**
     * Looks at the first bytes of a connection.
     *
     * @param first at least one byte; neither changed nor moved
     */
    Verdict sniff(ByteBuf first);
}
