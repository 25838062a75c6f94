// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.server.command.Answer;
import chat.server.config.Limit;
import chat.server.metrics.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Nobody knows yet who is there: only hello and register are understood, and not for long. Confined to the connection's event loop. */
final class GreetingPhase implements Phase {

    private final SessionHandler handler;
    private final SessionServices services;
    private final Greeting greeting;
    private final AccountCommands accountCommands;
    private final long openedNanos;
    private boolean isSigningIn;

    GreetingPhase(SessionHandler handler, SessionServices services, long openedNanos) {
        this.handler = handler;
        this.services = services;
        this.openedNanos = openedNanos;
        this.greeting = new Greeting(handler, services);
        this.accountCommands = new AccountCommands(handler.connection().channel(), services);
    }

    @Override
    public void command(Command command) {
        if (command instanceof Command.Hello hello) {
            try {
                greet(hello);
            } catch (RejectedException e) {
                handler.reject(command, e);
            }
        } else if (command instanceof Command.Register) {
            accountCommands.run(
                    command,
                    null,
                    new Answer(
                            command.ref(),
                            handler.sinkFor(command.type(), handler.connection().begin())));
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
        ProducerId producer = hello.producer() == null ? ProducerId.random() : hello.producer();
        Session session = new Session(handler, services, producer);
        CompletionStage<Identity> identified = greeting.identify(hello, session, accountCommands.address());
        if (hello.credentials() == null) {
            Event.Welcome welcome =
                    greeting.begin(identified.toCompletableFuture().join(), session, producer);
            handler.connection().send(welcome);
            services.metrics().command(hello.type().wireName(), Outcome.OK);
        } else {
            signIn(hello, identified, session, producer);
        }
    }

    /** Nothing more is decoded until it is known who is there. */
    private void signIn(
            Command.Hello hello, CompletionStage<Identity> identified, Session session, ProducerId producer) {
        isSigningIn = true;
        Answer answer = new Answer(
                null, handler.sinkFor(hello.type(), handler.connection().beginAlone()));
        identified.whenCompleteAsync(
                (identity, failure) -> {
                    isSigningIn = false;
                    if (handler.phase() != this) {
                        // It went away meanwhile.
                        return;
                    }
                    try {
                        if (identity == null) {
                            answer.failed(failure);
                        } else {
                            answer.give(greeting.begin(identity, session, producer));
                        }
                    } catch (RuntimeException e) {
                        answer.failed(e);
                    }
                },
                handler.connection().channel().eventLoop());
    }

    @Override
    public void answered() {
        // Refusals only, which nothing waits for.
    }

    @Override
    public void tick(long nowNanos) {
        Limit<Duration> limit = services.rules().helloTimeout();
        // A hello that waits for us has come in time.
        if (!limit.isOff()
                && !isSigningIn
                && nowNanos - openedNanos > limit.value().toNanos()) {
            handler.farewell()
                    .now(
                            CloseReason.HELLO_TIMEOUT,
                            "no hello came within " + limit.value().toSeconds() + " s",
                            null);
        }
    }

    @Override
    public void recheck(Expulsions.Change change, long nowMillis) {
        // Nobody is in a room yet.
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
