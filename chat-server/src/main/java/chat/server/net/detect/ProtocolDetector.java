// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.detect;

import chat.protocol.message.CloseReason;
import chat.server.dialect.Dialect;
import chat.server.metrics.Refusal;
import chat.server.metrics.ServerMetrics;
import chat.server.net.HandlerNames;
import chat.server.net.PoliteRefusal;
import chat.server.net.detect.ProtocolSniffer.Verdict;
import chat.server.session.SessionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a connection's first bytes until they tell what is spoken, then puts the dialect's handlers and the session in
 * its own place and gives them the bytes. If it is TLS, what matters is inside: then it does the same once more behind
 * TLS. Silence until the deadline is a person with {@code nc}. Confined to the connection's event loop.
 */
public final class ProtocolDetector extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetector.class);

    private static final String UNDETECTED = "undetected";

    private final ServerMetrics metrics;
    private Protocols protocols;
    private ByteBuf first = Unpooled.EMPTY_BUFFER;
    private @Nullable Future<?> deadline;
    private String closeReason = "peer-closed";
    private boolean decided;

    /** @param protocols what may be spoken */
    public ProtocolDetector(Protocols protocols, ServerMetrics metrics) {
        this.protocols = protocols;
        this.metrics = metrics;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        metrics.connectionOpened(UNDETECTED);
        setDeadline(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelDeadline();
        first.release();
        first = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (decided) {
            ctx.fireChannelRead(bytes);
            return;
        }
        first = first.isReadable() ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), first, bytes) : bytes;
        if (!first.isReadable()) {
            return;
        }
        for (Protocols.Candidate candidate : protocols.candidates()) {
            Verdict verdict = candidate.sniffer().sniff(first);
            if (verdict == Verdict.YES) {
                take(ctx, candidate.outcome());
                return;
            } else if (verdict == Verdict.NEED_MORE) {
                return;
            }
        }
        refuseUnknown(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            agreed(ctx, handshake.isSuccess());
            return;
        }
        if (event instanceof ChannelInputShutdownEvent && !decided) {
            if (!first.isReadable()) {
                ctx.close();
                return;
            }
            // No more will come that could tell: what is there must do.
            decideNow(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        metrics.connectionClosed(UNDETECTED, closeReason);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            closeReason = decided ? closeReason : "peer-reset";
        } else {
            closeReason = CloseReason.INTERNAL_ERROR.wireName();
            if (metrics.bug()) {
                LOG.error("{}: a fault", ctx.channel().id(), cause);
            }
        }
        ctx.close();
    }

    private void decideNow(ChannelHandlerContext ctx) {
        if (decided) {
            return;
        }
        if (!first.isReadable()) {
            take(ctx, protocols.silent());
            return;
        }
        for (Protocols.Candidate candidate : protocols.candidates()) {
            if (candidate.sniffer().sniff(first) == Verdict.YES) {
                take(ctx, candidate.outcome());
                return;
            }
        }
        refuseUnknown(ctx);
    }

    private void take(ChannelHandlerContext ctx, Protocols.Outcome outcome) {
        if (outcome instanceof Protocols.Outcome.Speak spoken) {
            speak(ctx, spoken.dialect());
        } else if (outcome instanceof Protocols.Outcome.Encrypt encrypted) {
            encrypt(ctx, encrypted);
        } else {
            Protocols.Outcome.Refuse refused = (Protocols.Outcome.Refuse) outcome;
            refuse(refused.reason());
            PoliteRefusal.refuse(ctx.channel(), refused.reply());
        }
    }

    /** Puts TLS before this handler, which then waits for what is inside. The handshake has a deadline of its own. */
    private void encrypt(ChannelHandlerContext ctx, Protocols.Outcome.Encrypt encrypted) {
        cancelDeadline();
        protocols = encrypted.inside();
        ByteBuf hello = first;
        first = Unpooled.EMPTY_BUFFER;
        ctx.pipeline()
                .addBefore(ctx.name(), HandlerNames.TLS, encrypted.tls().newHandler(ctx.alloc()))
                .addBefore(ctx.name(), HandlerNames.TLS_END, new TlsEndHandler());
        ctx.pipeline().context(HandlerNames.TRAFFIC).fireChannelRead(hello);
    }

    private void agreed(ChannelHandlerContext ctx, boolean success) {
        if (success) {
            setDeadline(ctx);
        } else if (!decided) {
            refuse(Refusal.TLS_HANDSHAKE);
            ctx.close();
        }
    }

    private void setDeadline(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(() -> decideNow(ctx), protocols.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void speak(ChannelHandlerContext ctx, Dialect dialect) {
        decided = true;
        metrics.connectionChanged(UNDETECTED, dialect.name());
        SessionHandler session = protocols.sessions().newHandler(ctx.channel(), dialect);
        List<ChannelHandler> handlers = dialect.handlers(session.gate());
        ctx.pipeline().addAfter(ctx.name(), HandlerNames.SESSION, session);
        // From the last to the first: the first may have something to say at once, to handlers that are there.
        for (int i = handlers.size() - 1; i >= 0; i--) {
            ctx.pipeline().addAfter(ctx.name(), HandlerNames.DIALECT + i, handlers.get(i));
        }
        ctx.fireChannelRead(first);
        first = Unpooled.EMPTY_BUFFER;
        ctx.pipeline().remove(this);
    }

    private void refuseUnknown(ChannelHandlerContext ctx) {
        refuse(Refusal.UNKNOWN_PROTOCOL);
        ctx.close();
    }

    private void refuse(Refusal reason) {
        decided = true;
        closeReason = "refused-" + reason.label();
        metrics.connectionRefused(reason);
    }
}
