// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import io.netty.channel.ChannelHandler;
import java.util.List;

/** A way to speak with the server. Stateless and thread-safe; what a connection needs is in its handlers. */
public interface Dialect {

    /** A short name, for logs and meters. */
    String name();

    /** How events that many are to see look in this dialect. */
    WireFormat wireFormat();

    /**
     * New handlers for a connection, in the order in which bytes that arrive pass them. To the session they pass {@link
     * chat.protocol.message.Command}, {@link chat.protocol.message.RejectedException} for input that was wrong and {@link
     * chat.protocol.message.ClosedByProtocolException} for input after which nothing can follow; from it they take {@link
     * chat.protocol.message.Event}.
     *
     * @param gate asked before each command; while it is shut none may be decoded
     */
    List<ChannelHandler> handlers(CommandGate gate);

    /** Whether answers must leave in the order of their commands, for lack of anything else that relates them. */
    boolean ordersAnswers();

    /** Whether who joins a room leaves the one before, for lack of anything that says which room a line is about. */
    boolean oneRoomAtATime();

    /**
     * Whether a person types: the dialect says hello for them, they may sign in after that, and they need more time than a
     * program.
     */
    boolean isTyped();

    /** Whether a connection that is silent for the idle limit is closed. */
    boolean needsHeartbeats();
}
