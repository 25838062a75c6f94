// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Closes what goes out on a connection, so that its end can be read, and leaves open what comes in. Stateless. */
public final class OutputEnd {

    private OutputEnd() {}

    /** Closes the output when everything before has been sent. To be called on the connection's event loop. */
    public static void of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shut(channel);
        } else {
            // Without it the other side could not tell this end from one that somebody in between has made.
            tls.closeOutbound().addListener(said -> shut(channel));
        }
    }

    private static void shut(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }
}
