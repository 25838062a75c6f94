// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import io.netty.channel.Channel;

/** Measures for how long a client has read nothing of what waits for it. Confined to the connection's event loop. */
final class StallClock {

    private final Channel channel;
    private long bytesToGo;
    private long sinceNanos;

    StallClock(Channel channel) {
        this.channel = channel;
    }

    /** For how long nothing has gone on, 0 while the client takes bytes. To be called about every second. */
    long stalledNanos(long nowNanos) {
        // How much must leave until the connection is writable again: if it does not become less, nothing has left,
        // though
        // answers may have been added.
        long now = channel.isWritable() ? 0 : channel.bytesBeforeWritable();
        if (now == 0 || bytesToGo == 0 || now < bytesToGo) {
            sinceNanos = nowNanos;
        }
        bytesToGo = now;
        return nowNanos - sinceNanos;
    }
}
