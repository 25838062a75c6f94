// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.server.command.Answer;
import chat.server.limit.AddressKey;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody in who shows a password or a token: on a connection on which nobody is yet, or on that of a guest, whose
 * session ends with it. Confined to the connection's event loop.
 */
final class SigningIn {

    private final SessionHandler handler;
    private final SessionServices services;
    private final Greeting greeting;
    private boolean isUnderWay;

    SigningIn(SessionHandler handler, SessionServices services) {
        this.handler = handler;
        this.services = services;
        this.greeting = new Greeting(handler, services);
    }

    /** Whether it is not known yet whether somebody is let in. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    /**
     * Begins. Nothing more must be decoded until there is an answer, and nothing be in flight.
     *
     * @param guest whose connection it was so far, or null if nobody's
     */
    void begin(Command.Hello hello, Credentials credentials, @Nullable Session guest, Answer answer) {
        if (guest != null && guest.isSignedIn()) {
            answer.failed(new RejectedException(
                    ErrorCode.HELLO_TWICE, "you are signed in (expected: another connection for another account)"));
            return;
        }
        ProducerId producer = hello.producer() == null ? ProducerId.random() : hello.producer();
        Session session = new Session(handler, services, producer);
        Phase before = handler.phase();
        AddressKey from = new AccountCommands(handler.connection().channel(), services).address();
        CompletionStage<Identity> identified = greeting.identify(credentials, from);
        isUnderWay = true;
        identified.whenCompleteAsync(
                (identity, failure) -> {
                    isUnderWay = false;
                    if (handler.phase() != before) {
                        // It went away meanwhile.
                        return;
                    }
                    if (identity == null) {
                        answer.failed(failure);
                    } else {
                        letIn(identity, session, guest, answer);
                    }
                },
                handler.connection().channel().eventLoop());
    }

    private void letIn(Identity identity, Session session, @Nullable Session guest, Answer answer) {
        try {
            Event.Welcome welcome = greeting.begin(identity, session, session.producer());
            if (guest != null) {
                // Not before: whoever is not let in after all stays who they were.
                guest.end();
            }
            answer.give(welcome);
        } catch (RuntimeException e) {
            answer.failed(e);
        }
    }
}
