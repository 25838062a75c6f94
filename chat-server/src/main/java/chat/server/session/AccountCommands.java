// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.server.account.Access;
import chat.server.account.Accounts;
import chat.server.command.Answer;
import chat.server.limit.AddressKey;
import chat.server.limit.AddressUse;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a client asks about accounts. Confined to the connection's event loop. */
final class AccountCommands {

    private final Channel channel;
    private final SessionServices services;

    AccountCommands(Channel channel, SessionServices services) {
        this.channel = channel;
        this.services = services;
    }

    /** Whether a command is one of these. */
    static boolean include(Command command) {
        return command instanceof Command.Register
                || command instanceof Command.ChangePassword
                || command instanceof Command.DeleteAccount;
    }

    /** Where the connection comes from. One that has ended by now comes from nowhere, and is not answered either. */
    AddressKey address() {
        // Behind a proxy it is the client's: the socket has the proxy's for all of them.
        AddressUse use = AddressUse.of(channel);
        if (use != null) {
            return use.key();
        }
        return AddressKey.of(
                channel.remoteAddress() instanceof InetSocketAddress address
                        ? address.getAddress()
                        : InetAddress.getLoopbackAddress());
    }

    /** Has a command done, on behalf of somebody or, before hello, of nobody. Never throws. */
    void run(Command command, @Nullable Session session, Answer answer) {
        try {
            if (command instanceof Command.Register register) {
                register(register, session, answer);
            } else if (command instanceof Command.ChangePassword change) {
                changePassword(change, signedIn(session), answer);
            } else {
                delete((Command.DeleteAccount) command, signedIn(session), answer);
            }
        } catch (RuntimeException e) {
            answer.failed(e);
        }
    }

    private void register(Command.Register command, @Nullable Session session, Answer answer) {
        services.registry().requireFree(command.account(), session);
        if (session != null) {
            session.registers(command.account());
        }
        accounts()
                .register(command.account(), command.password(), command.invite(), address())
                .whenCompleteAsync(
                        (done, failure) -> {
                            command.password().clear();
                            if (session != null && failure == null) {
                                session.hasRegistered(command.account());
                            } else if (session != null) {
                                session.hasNotRegistered(command.account());
                            }
                            if (failure == null) {
                                answer.give(new Event.Ok(command.ref()));
                            } else {
                                answer.failed(failure);
                            }
                        },
                        channel.eventLoop());
    }

    private void changePassword(Command.ChangePassword command, Session session, Answer answer) {
        session.beginChange();
        accounts()
                .changePassword(session.access(), command.old(), command.chosen(), address())
                .whenCompleteAsync(
                        (access, failure) -> {
                            command.chosen().clear();
                            if (access == null) {
                                answer.failed(failure);
                            } else {
                                String proof = services.proofs().issue(session.nowWith(access));
                                answer.give(new Event.Ok(command.ref(), proof, null));
                            }
                            session.endChange();
                        },
                        channel.eventLoop());
    }

    private void delete(Command.DeleteAccount command, Session session, Answer answer) {
        session.beginChange();
        accounts()
                .delete(session.access(), command.password(), address())
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                answer.give(new Event.Ok(command.ref()));
                            } else {
                                answer.failed(failure);
                            }
                            session.endChange();
                        },
                        channel.eventLoop());
    }

    private Accounts accounts() {
        return services.accounts();
    }

    private static Session signedIn(@Nullable Session session) {
        if (session == null || !session.isSignedIn()) {
            throw new RejectedException(
                    ErrorCode.SIGN_IN_REQUIRED, "nobody is signed in (expected: hello with account and password)");
        }
        return session;
    }

    /** What somebody is signed in with, for a session that is. */
    static Access required(@Nullable Access access) {
        if (access == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        return access;
    }
}
