// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.command.Answer;
import chat.server.config.Limit;
import chat.server.limit.AddressKey;
import chat.server.metrics.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody knows yet who is there: only hello and register are understood, and not for long. Confined to the connection's event loop. */
final class GreetingPhase implements Phase {

    /** How many times as long as a program a person may take, who has to type a name and a password. */
    private static final int TYPING = 12;

    private final SessionHandler handler;
    private final SessionServices services;
    private final Greeting greeting;
    private final AccountCommands accountCommands;
    private final long openedNanos;
    private final SigningIn signingIn;

    GreetingPhase(SessionHandler handler, SessionServices services, long openedNanos) {
        this.handler = handler;
        this.services = services;
        this.openedNanos = openedNanos;
        this.greeting = new Greeting(handler, services);
        this.signingIn = new SigningIn(handler, services);
        this.accountCommands = new AccountCommands(handler.connection().channel(), services);
    }

    @Override
    public @Nullable Session session() {
        return null;
    }

    @Override
    public void command(Command command) {
        // What is refused later does not pay when it is refused, so it pays now.
        boolean isAnsweredLater = command instanceof Command.Register
                || (command instanceof Command.Hello hello && hello.credentials() != null);
        long wait = isAnsweredLater ? handler.pace().millisToWait(command.type(), null) : 0;
        if (wait > 0) {
            handler.sinkFor(command.type(), handler.connection().begin())
                    .answered(
                            SessionHandler.tooFast(command.ref(), command.type().wireName(), wait));
            handler.closeIfIgnored();
        } else {
            understand(command);
        }
    }

    private void understand(Command command) {
        if (command instanceof Command.Hello hello) {
            try {
                greet(hello);
            } catch (RejectedException e) {
                handler.reject(command, e);
            }
        } else if (command instanceof Command.Register) {
            Connection connection = handler.connection();
            accountCommands.run(
                    command,
                    null,
                    new Answer(
                            command.ref(),
                            handler.sinkFor(
                                    command.type(),
                                    connection.dialect().ordersAnswers()
                                            ? connection.beginAlone()
                                            : connection.begin())));
        } else {
            handler.reject(
                    command,
                    new RejectedException(
                            ErrorCode.HELLO_FIRST,
                            command.type().wireName() + " came too early (expected: hello first)"));
        }
    }

    private void greet(Command.Hello hello) {
        if (hello.protocol() != Command.PROTOCOL_VERSION) {
            handler.farewell()
                    .now(
                            CloseReason.UNSUPPORTED_PROTOCOL,
                            "protocol: " + hello.protocol() + " (expected: " + Command.PROTOCOL_VERSION + ")",
                            null);
            return;
        }
        Credentials credentials = hello.credentials();
        if (credentials != null) {
            // Nothing more is decoded until it is known who is there.
            signingIn.begin(
                    hello,
                    credentials,
                    null,
                    new Answer(
                            null,
                            handler.sinkFor(hello.type(), handler.connection().beginAlone())));
            return;
        }
        ProducerId producer = hello.producer() == null ? ProducerId.random() : hello.producer();
        Session session = new Session(handler, services, producer);
        Identity identity = greeting.known(hello, session);
        handler.connection().send(greeting.begin(identity, session, producer));
        services.metrics().command(hello.type().wireName(), Outcome.OK);
    }

    @Override
    public void answered() {
        // Refusals only, which nothing waits for.
    }

    @Override
    public void tick(long nowNanos) {
        Limit<Duration> limit = services.rules().helloTimeout();
        // A hello that waits for us has come in time.
        if (limit.isOff() || signingIn.isUnderWay()) {
            return;
        }
        boolean isTyped = handler.connection().dialect().isTyped();
        Duration time = isTyped ? limit.value().multipliedBy(TYPING) : limit.value();
        if (nowNanos - openedNanos > time.toNanos()) {
            String missing = isTyped ? "nobody signed in within " : "no hello came within ";
            handler.farewell().now(CloseReason.HELLO_TIMEOUT, missing + time.toSeconds() + " s", null);
        }
    }

    @Override
    public void recheck(Expulsions.Change change, long nowMillis) {
        // Nobody is in a room yet.
    }

    @Override
    public @Nullable AddressKey addressIn(RoomName room, AccountName name) {
        return null;
    }

    @Override
    public void becameWritable() {
        // Nothing waits for that yet.
    }

    @Override
    public boolean isLevel() {
        return true;
    }

    @Override
    public void end() {
        handler.enter(new EndedPhase());
    }
}
