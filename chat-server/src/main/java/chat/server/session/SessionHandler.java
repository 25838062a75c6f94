// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.CloseReason;
import chat.protocol.message.ClosedByProtocolException;
import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.server.command.Answer;
import chat.server.dialect.CommandGate;
import chat.server.dialect.Dialect;
import chat.server.limit.AddressUse;
import chat.server.metrics.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all dialects end: the last handler of every pipeline. It takes commands to the {@link Phase} that the connection
 * is in, and what happens to the connection to whom it concerns. Confined to the connection's event loop.
 */
public final class SessionHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);

    private static final String UNREADABLE = "unreadable";

    private final long id;
    private final long sinceMillis = System.currentTimeMillis();
    private final Sessions sessions;
    private final SessionServices services;
    private final Connection connection;
    private final Farewell farewell;
    private final StallClock stall;
    private final Pace pace;
    private Phase phase;

    /**
     * @param id no other connection has had it since the start of the server
     * @param sessions told that there is one more
     * @param channel the connection, on whose event loop this must be called
     * @param dialect what is spoken on it
     */
    SessionHandler(long id, Sessions sessions, SessionServices services, Channel channel, Dialect dialect) {
        this.id = id;
        this.sessions = sessions;
        this.services = services;
        this.connection = new Connection(
                channel,
                dialect,
                services.fanOut().audienceOf(channel.eventLoop()),
                services.rules().limits().inFlight());
        this.farewell = new Farewell(this);
        this.stall = new StallClock(channel);
        this.pace = new Pace(services.rules(), AddressUse.of(channel), services.metrics());
        this.phase = new GreetingPhase(this, services, System.nanoTime());
    }

    /** Ends the connection with a reason, unless it is ending already. On its event loop. */
    public void sendAway(CloseReason reason, String message) {
        farewell.now(reason, message, null);
    }

    /** Asked by the dialect's decoder before each command. */
    public CommandGate gate() {
        return connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        sessions.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Command.Quit) {
            services.metrics().command(CommandType.QUIT.wireName(), Outcome.OK);
            farewell.whenAnswered(CloseReason.QUIT, "you asked for it", null);
        } else if (message instanceof Command command) {
            phase.command(command);
        } else if (message instanceof RejectedException rejection) {
            services.metrics().command(UNREADABLE, Outcome.REJECTED);
            connection.answer(connection.begin(), refusal(rejection.ref(), UNREADABLE, rejection));
            closeIfIgnored();
        } else if (message instanceof ClosedByProtocolException violation) {
            farewell.now(violation.reason(), String.valueOf(violation.getMessage()), null);
        } else {
            // What comes after the end is read, so that the socket can close in peace, and dropped.
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.gateMayHaveChanged();
        if (connection.channel().isWritable()) {
            phase.becameWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            if (farewell.isOver()) {
                ctx.close();
            } else {
                farewell.whenLevel();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase.end();
        sessions.closed(this);
        services.metrics().connectionClosed(connection.dialect().name(), farewell.reason());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            // A client that went away without a word is an everyday thing.
            LOG.debug("{}: {}", ctx.channel(), cause.getMessage());
            farewell.peerReset();
            ctx.close();
        } else {
            bug(cause);
            farewell.now(CloseReason.INTERNAL_ERROR, "a fault of the server; it has been logged", null);
        }
    }

    long id() {
        return id;
    }

    /** What the operator sees of it. */
    ConnectionView view() {
        Session session = phase.session();
        return new ConnectionView(
                id,
                connection.dialect().name(),
                connection.isEncrypted(),
                session == null ? null : session.name(),
                session != null && session.isAccount(),
                new AccountCommands(connection.channel(), services).address().toString(),
                sinceMillis,
                session == null ? 0 : session.followedRooms(),
                connection.queuedBytes(),
                session == null ? 0 : session.behind());
    }

    Connection connection() {
        return connection;
    }

    Farewell farewell() {
        return farewell;
    }

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    /** Answers a command with why it is refused. */
    void reject(Command command, RejectedException rejection) {
        sinkFor(command.type(), connection.begin())
                .answered(refusal(command.ref(), command.type().wireName(), rejection));
        closeIfIgnored();
    }

    /** How fast the connection may go on. */
    Pace pace() {
        return pace;
    }

    /** The answer to a command that came too fast. */
    static Event.Rejected tooFast(@Nullable String ref, String what, long waitMillis) {
        return new Event.Rejected(
                ref,
                ErrorCode.RATE_LIMITED,
                what + " is faster than the limit (expected: after " + waitMillis + " ms)",
                waitMillis);
    }

    /** Ends the connection if it has gone on regardless of being told to wait. */
    void closeIfIgnored() {
        if (pace.isIgnored()) {
            farewell.whenAnswered(
                    CloseReason.FLOODING, "you were told to wait and went on (expected: after retryAfterMillis)", null);
        }
    }

    /** Why it is refused, or that it came too fast: what cannot be done costs as much as what can. */
    private Event.Rejected refusal(@Nullable String ref, String what, RejectedException rejection) {
        long wait = pace.millisToWait();
        return wait == 0
                ? new Event.Rejected(ref, rejection.code(), rejection.reason(), rejection.retryAfterMillis())
                : tooFast(ref, what, wait);
    }

    /** Takes the answer of a command to its client and to the meters. */
    Answer.Sink sinkFor(CommandType type, ReplyQueue.Slot slot) {
        return new Answer.Sink() {
            @Override
            public void answered(Event event) {
                services.metrics().command(type.wireName(), outcome(event));
                connection.answer(slot, event);
                phase.answered();
                if (farewell.isPending()) {
                    // In a turn of its own: the entry that this acknowledges is written after its acknowledgement.
                    connection.channel().eventLoop().execute(farewell::check);
                }
            }

            @Override
            public void bug(Throwable cause) {
                SessionHandler.this.bug(cause);
            }
        };
    }

    /** About a second has passed. */
    void tick(long nowNanos) {
        phase.tick(nowNanos);
        farewell.check();
        if (!services.rules().stall().isOff()) {
            Duration limit = services.rules().stall().value();
            if (stall.stalledNanos(nowNanos) > limit.toNanos()) {
                farewell.now(CloseReason.STALLED, "nothing was read for " + limit.toSeconds() + " s", null);
            }
        }
    }

    private void bug(Throwable cause) {
        if (services.metrics().bug()) {
            LOG.error(
                    "{} ({}): a fault",
                    connection.channel().id(),
                    connection.dialect().name(),
                    cause);
        }
    }

    private static Outcome outcome(Event event) {
        if (event instanceof Event.Rejected rejected) {
            return rejected.code() == ErrorCode.INTERNAL ? Outcome.FAILED : Outcome.REJECTED;
        }
        return Outcome.OK;
    }
}
