// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Event;
import chat.server.dialect.CommandGate;
import chat.server.dialect.Dialect;
import chat.server.dialect.GatedDecoder;
import chat.server.fanout.LoopAudience;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The way to one client: what is written to it, and when the next of its commands may be read. Confined to the
 * connection's event loop.
 *
 * <p>While the client does not take what it is sent, or has as many commands in flight as it may, none of its commands is
 * decoded and nothing is read from its socket (R10).
 */
final class Connection implements CommandGate {

    private final Channel channel;
    private final Dialect dialect;
    private final LoopAudience audience;
    private final ReplyQueue replies;
    private final int maxInFlight;
    private boolean reading = true;
    private boolean closedToCommands;
    private boolean holding;
    private ReplyQueue.@Nullable Slot alone;

    Connection(Channel channel, Dialect dialect, LoopAudience audience, int maxInFlight) {
        this.channel = channel;
        this.dialect = dialect;
        this.audience = audience;
        this.maxInFlight = maxInFlight;
        this.replies = new ReplyQueue(dialect.ordersAnswers(), this::send);
    }

    Channel channel() {
        return channel;
    }

    Dialect dialect() {
        return dialect;
    }

    @Override
    public boolean isOpen() {
        return !closedToCommands && !holding && alone == null && replies.size() < maxInFlight && channel.isWritable();
    }

    /** Writes an event; it leaves when the present work of the loop is done. */
    void send(Event event) {
        channel.write(event, channel.voidPromise());
        audience.flushLater(channel);
    }

    /** A command begins. */
    ReplyQueue.Slot begin() {
        ReplyQueue.Slot slot = replies.begin();
        gateMayHaveChanged();
        return slot;
    }

    /** A command begins that changes what later ones mean: none is decoded until it is answered. */
    ReplyQueue.Slot beginAlone() {
        ReplyQueue.Slot slot = replies.begin();
        alone = slot;
        gateMayHaveChanged();
        return slot;
    }

    /** A command has its answer. */
    void answer(ReplyQueue.Slot slot, Event event) {
        replies.answer(slot, event);
        if (alone != null && alone.isEmitted()) {
            alone = null;
            if (isOpen()) {
                // At once, so that what came behind is decoded before the answer leaves: a client that has closed by
                // then
                // (echo hi >/dev/tcp/…) resets the connection when it gets it.
                reading = true;
                readOn();
            }
        }
        gateMayHaveChanged();
    }

    /** No command is decoded until {@link #letGo}, as one waits that must be done before. */
    void hold() {
        holding = true;
        gateMayHaveChanged();
    }

    /** The command that waited is being done. */
    void letGo() {
        holding = false;
        gateMayHaveChanged();
    }

    /** How many commands are in flight. */
    int inFlight() {
        return replies.size();
    }

    /** What waits for the client to take it, in bytes. */
    long queuedBytes() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    /** Whether it is over TLS. */
    boolean isEncrypted() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** No further command is decoded. */
    void closeToCommands() {
        closedToCommands = true;
    }

    /** To be called when anything happened that {@link #isOpen} depends on. */
    void gateMayHaveChanged() {
        boolean open = isOpen();
        if (open != reading && !closedToCommands) {
            reading = open;
            if (open) {
                // In a turn of its own: the decoder may be further up the stack.
                channel.eventLoop().execute(this::readOn);
            } else {
                readFromSocket(false);
            }
        }
    }

    private void readOn() {
        if (reading && channel.isActive()) {
            readFromSocket(true);
            GatedDecoder.goOn(channel);
        }
    }

    /** Reads from the socket, or does not. An end of input that was seen stays the end: epoll knows the socket no more. */
    void readFromSocket(boolean read) {
        if (!(channel instanceof DuplexChannel duplex) || !duplex.isInputShutdown()) {
            channel.config().setAutoRead(read);
        }
    }
}
