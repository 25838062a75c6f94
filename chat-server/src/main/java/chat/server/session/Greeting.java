// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.server.account.Access;
import chat.server.config.GuestPolicy;
import chat.server.limit.AddressKey;
import java.util.concurrent.CompletionStage;

/** Finds out who says hello, and begins their session. Confined to the connection's event loop. */
final class Greeting {

    private final SessionHandler handler;
    private final SessionServices services;

    Greeting(SessionHandler handler, SessionServices services) {
        this.handler = handler;
        this.services = services;
    }

    /** Whoever signs in. */
    CompletionStage<Identity> identify(Credentials credentials, AddressKey from) {
        return services.accounts().signIn(credentials, from).thenApply(Identity::of);
    }

    /** Whoever says hello without credentials. */
    Identity known(Command.Hello hello, Session session) {
        String resume = hello.resume();
        Identity proved = resume == null ? null : services.proofs().verify(resume);
        if (proved != null && proved.access() != null) {
            return proved;
        }
        if (services.rules().guests() == GuestPolicy.DENY) {
            throw new RejectedException(
                    ErrorCode.SIGN_IN_REQUIRED, "guests are not let in (expected: hello with account and password)");
        }
        if (proved != null) {
            // A name that comes with the proof is the one since the last nick, of which the proof knows nothing.
            Identity identity = hello.name() == null ? proved : new Identity(proved.id(), hello.name());
            services.registry().claim(identity, session);
            return identity;
        }
        return hello.name() == null
                ? services.registry().claimAny(session)
                : services.registry().claim(hello.name(), session);
    }

    /**
     * Begins the session of whoever was identified.
     *
     * @throws RejectedException if what they proved has become void in this moment
     */
    Event.Welcome begin(Identity identity, Session session, ProducerId producer) {
        Access access = identity.access();
        if (access != null) {
            // First known to whoever ends sessions, then looked at: nothing can come between.
            services.registry().signIn(access, session);
            if (!services.accounts().isGood(access)) {
                services.registry().release(identity, session);
                throw new RejectedException(
                        ErrorCode.SIGN_IN_FAILED, "the account has changed meanwhile (expected: sign in again)");
            }
        }
        session.begin(identity);
        SessionRules rules = services.rules();
        handler.enter(new ChatPhase(handler, session, services));
        // When the welcome has been written.
        session.loop().execute(session::welcomed);
        return new Event.Welcome(
                Command.PROTOCOL_VERSION,
                rules.serverName(),
                identity.name(),
                services.proofs().issue(identity),
                producer,
                rules.durability(),
                rules.limits(),
                (int) rules.heartbeat().toSeconds());
    }
}
