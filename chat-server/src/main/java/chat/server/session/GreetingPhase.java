// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.server.config.Limit;
import chat.server.metrics.Outcome;
import java.time.Duration;

/** Nobody knows yet who is there: only hello is understood, and not for long. Confined to the connection's event loop. */
final class GreetingPhase implements Phase {

    private final SessionHandler handler;
    private final SessionServices services;
    private final long openedNanos;

    GreetingPhase(SessionHandler handler, SessionServices services, long openedNanos) {
        this.handler = handler;
        this.services = services;
        this.openedNanos = openedNanos;
    }

    @Override
    public void command(Command command) {
        if (command instanceof Command.Hello hello) {
            try {
                greet(hello);
            } catch (RejectedException e) {
                handler.reject(command, e);
            }
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
        if (hello.credentials() != null) {
            throw new RejectedException(ErrorCode.NOT_SUPPORTED, "this server has no accounts");
        }
        ProducerId producer = hello.producer() == null ? ProducerId.random() : hello.producer();
        Session session = new Session(handler, services, producer);
        Identity identity = identify(hello, session);
        session.begin(identity);
        SessionRules rules = services.rules();
        handler.connection()
                .send(new Event.Welcome(
                        Command.PROTOCOL_VERSION,
                        rules.serverName(),
                        identity.name(),
                        services.proofs().issue(identity),
                        producer,
                        rules.durability(),
                        rules.limits(),
                        (int) rules.heartbeat().toSeconds()));
        handler.enter(new ChatPhase(handler, session, services));
        services.metrics().command(hello.type().wireName(), Outcome.OK);
    }

    private Identity identify(Command.Hello hello, Session session) {
        if (hello.resume() != null) {
            Identity proved = services.proofs().verify(hello.resume());
            // A name that comes with the proof is the one since the last nick, of which the proof knows nothing.
            Identity identity = hello.name() == null ? proved : new Identity(proved.id(), hello.name());
            services.registry().claim(identity, session);
            return identity;
        }
        return hello.name() == null
                ? services.registry().claimAny(session)
                : services.registry().claim(hello.name(), session);
    }

    @Override
    public void answered() {
        // Refusals only, which nothing waits for.
    }

    @Override
    public void tick(long nowNanos) {
        Limit<Duration> limit = services.rules().helloTimeout();
        if (!limit.isOff() && nowNanos - openedNanos > limit.value().toNanos()) {
            handler.farewell()
                    .now(
                            CloseReason.HELLO_TIMEOUT,
                            "no hello came within " + limit.value().toSeconds() + " s",
                            null);
        }
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
