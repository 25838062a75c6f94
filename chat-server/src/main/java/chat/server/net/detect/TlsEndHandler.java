// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.detect;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Right behind Netty's TLS, so that the handlers behind know nothing of it: who says close_notify has finished sending, as
 * who closes their side of a socket has (RFC 8446, section 6.1), and what is no TLS is a broken connection. Confined to the
 * connection's event loop.
 *
 * <p>What was said before the end is done in any case. Whether its answers can still be sent depends on the provider: the
 * native one closes both directions at once, as TLS 1.2 demands.
 */
final class TlsEndHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslCloseCompletionEvent end)) {
            ctx.fireUserEventTriggered(event);
        } else if (end.isSuccess()) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean ofThePeer = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
        ctx.fireExceptionCaught(ofThePeer ? cause.getCause() : cause);
    }
}
