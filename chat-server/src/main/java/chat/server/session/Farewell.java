// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.CloseReason;
import chat.protocol.message.Event;
import chat.server.dialect.GatedDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ends: what was asked before is answered, the connection leaves its groups, the last event says why,
 * and the socket is closed so that the client can read all of it. Confined to the connection's event loop.
 */
final class Farewell {

    /** How long answers, or a client that has finished, are waited for. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** How long the client has to read the last event before the socket is closed whatever it does. */
    private static final long LINGER_MILLIS = 2_000;

    private final SessionHandler handler;
    private Event.@Nullable Goodbye planned;
    private boolean peerFinished;
    private boolean over;
    private long deadlineNanos;
    private String reason = "peer-closed";

    Farewell(SessionHandler handler) {
        this.handler = handler;
    }

    /** Why the connection ended or is about to, in kebab case. */
    String reason() {
        return reason;
    }

    /** The connection broke. */
    void peerReset() {
        if (!over) {
            reason = "peer-reset";
        }
    }

    /** Ends the connection when what was asked before has been answered, or soon in any case. */
    void whenAnswered(CloseReason why, String message, @Nullable Long reconnectAfterMillis) {
        if (over || planned != null) {
            return;
        }
        reason = why.wireName();
        planned = new Event.Goodbye(why.number(), message, reconnectAfterMillis);
        deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        handler.connection().closeToCommands();
        check();
    }

    /** The client will send nothing more: ends the connection when it has had what it waits for, or soon in any case. */
    void whenLevel() {
        if (!peerFinished) {
            peerFinished = true;
            deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            check();
        }
    }

    /** Ends the connection. */
    void now(CloseReason why, String message, @Nullable Long reconnectAfterMillis) {
        if (!over) {
            reason = why.wireName();
            end(new Event.Goodbye(why.number(), message, reconnectAfterMillis));
        }
    }

    /** Looks whether it is time. To be called when a command was answered, and every second. */
    void check() {
        if (over) {
            return;
        }
        boolean late = deadlineNanos - System.nanoTime() < 0;
        boolean answered = handler.connection().inFlight() == 0;
        if (planned != null && (answered || late)) {
            end(planned);
        } else if (planned == null
                && peerFinished
                && ((answered && handler.phase().isLevel()) || late)) {
            end(null);
            if (late) {
                // It has had its time, and does not take what waits for it.
                handler.connection().channel().close();
            }
        }
    }

    /** Whether the last event has been written. */
    boolean isOver() {
        return over;
    }

    /** Whether {@link #check} has something to look for. */
    boolean isPending() {
        return !over && (planned != null || peerFinished);
    }

    private void end(Event.@Nullable Goodbye goodbye) {
        over = true;
        Connection connection = handler.connection();
        Channel channel = connection.channel();
        connection.closeToCommands();
        // Before the last event, or an entry might follow it.
        handler.phase().end();
        dropWhatStillComes(channel);
        if (goodbye != null) {
            channel.write(goodbye, channel.voidPromise());
        }
        channel.flush();
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        if (inputHasEnded(channel)) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.close());
        } else {
            letTheClientRead(channel);
        }
    }

    /** Asks the channel: the decoder keeps the event back until everything before it has been done. */
    private static boolean inputHasEnded(Channel channel) {
        return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
    }

    /** Without its decoder the connection's bytes go to the session, which drops them. */
    private static void dropWhatStillComes(Channel channel) {
        if (channel.pipeline().get(GatedDecoder.class) != null) {
            channel.pipeline().remove(GatedDecoder.class);
        }
    }

    /** A socket that is closed with bytes unread in it resets the connection, which may destroy what was sent last. */
    private void letTheClientRead(Channel channel) {
        handler.connection().readFromSocket(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> OutputEnd.of(channel));
    }
}
