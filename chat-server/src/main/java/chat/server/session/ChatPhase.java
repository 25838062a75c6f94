// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.RoomName;
import chat.server.command.Answer;
import chat.server.config.Limit;
import chat.server.limit.AddressKey;
import chat.server.room.Room;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Somebody is there: commands are done, unless they come too fast. Confined to the connection's event loop. */
final class ChatPhase implements Phase {

    private final SessionHandler handler;
    private final Session session;
    private final SessionServices services;
    private final AccountCommands accountCommands;
    private final SigningIn signingIn;
    private long lastCommandNanos;
    private @Nullable Command waiting;

    ChatPhase(SessionHandler handler, Session session, SessionServices services) {
        this.handler = handler;
        this.session = session;
        this.services = services;
        this.accountCommands = new AccountCommands(handler.connection().channel(), services);
        this.signingIn = new SigningIn(handler, services);
        this.lastCommandNanos = System.nanoTime();
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public void command(Command command) {
        lastCommandNanos = System.nanoTime();
        Connection connection = handler.connection();
        if (inTurn(command) && connection.inFlight() > 0) {
            waiting = command;
            connection.hold();
        } else {
            run(command);
        }
    }

    @Override
    public void answered() {
        Command next = waiting;
        if (next != null && handler.connection().inFlight() == 0) {
            waiting = null;
            // Begun before the gate may open again, so that nothing overtakes it.
            run(next);
            handler.connection().letGo();
        }
    }

    /**
     * Whether a command waits until those before it are answered. A person who types reads what comes in this order: the
     * history has what they just said, and what they say behind /join goes to the new room.
     */
    private boolean inTurn(Command command) {
        return handler.connection().dialect().ordersAnswers() && command.type() != CommandType.SEND;
    }

    private void run(Command command) {
        Connection connection = handler.connection();
        // Who joins and then sends need not wait in between, although the room may have to be opened first.
        ReplyQueue.Slot slot = isAlone(command) ? connection.beginAlone() : connection.begin();
        long wait = handler.pace().millisToWait(command.type(), roomOf(command));
        if (wait == 0 && mayOpenRoom(command)) {
            wait = handler.pace().millisToJoin();
        }
        if (wait == 0) {
            Answer answer = new Answer(command.ref(), handler.sinkFor(command.type(), slot));
            if (command instanceof Command.Hello hello
                    && hello.credentials() != null
                    && connection.dialect().isTyped()) {
                signingIn.begin(hello, hello.credentials(), session, answer);
            } else if (AccountCommands.include(command)) {
                accountCommands.run(command, session, answer);
            } else {
                services.router().route(command, session, answer);
            }
        } else {
            handler.sinkFor(command.type(), slot)
                    .answered(
                            SessionHandler.tooFast(command.ref(), command.type().wireName(), wait));
            handler.closeIfIgnored();
        }
    }

    private boolean isAlone(Command command) {
        return switch (command.type()) {
            case JOIN, DIRECT, BLOCK, UNBLOCK -> true;
            default -> inTurn(command) || mayOpenRoom(command);
        };
    }

    /** Whether it is a message to a direct room that may have to be opened first. */
    private boolean mayOpenRoom(Command command) {
        return command instanceof Command.Send send && send.room().isDirect() && session.followed(send.room()) == null;
    }

    /** The room to which the command adds an entry that others get, or null. */
    private @Nullable Room roomOf(Command command) {
        if (command instanceof Command.Send send) {
            return session.followed(send.room());
        }
        return command instanceof Command.Topic topic ? session.followed(topic.room()) : null;
    }

    @Override
    public void tick(long nowNanos) {
        session.tick();
        Connection connection = handler.connection();
        if (!connection.isOpen()) {
            // We are the ones who do not listen: what it sends meanwhile must not count as silence.
            lastCommandNanos = nowNanos;
            return;
        }
        Limit<Duration> idle = services.rules().idle();
        if (connection.dialect().needsHeartbeats()
                && !idle.isOff()
                && nowNanos - lastCommandNanos > idle.value().toNanos()) {
            handler.farewell()
                    .now(
                            CloseReason.IDLE_TIMEOUT,
                            "nothing came for " + idle.value().toSeconds() + " s",
                            null);
        }
    }

    @Override
    public void recheck(Expulsions.Change change, long nowMillis) {
        session.recheck(change, nowMillis);
    }

    @Override
    public @Nullable AddressKey addressIn(RoomName room, AccountName name) {
        return session.followed(room) != null && session.name().equals(name) ? session.address() : null;
    }

    @Override
    public void becameWritable() {
        session.becameWritable();
    }

    @Override
    public boolean isLevel() {
        return session.isLevel();
    }

    @Override
    public void end() {
        session.end();
        handler.enter(new EndedPhase());
    }
}
