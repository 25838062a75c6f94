// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;

/**
 * What a {@link ChatClient} tells by itself. Every method does nothing by default.
 *
 * <p>Called on the client's one event loop thread, one call at a time: a method that takes long holds up the connection,
 * and one that waits for a stage of the same client waits for ever. What a method throws is logged and goes no further.
 *
 * <p>Texts, names and topics come from other people: make control characters visible before they reach a terminal.
 */
public interface ChatListener {

    /** The connection stands differently now. */
    default void onConnection(ConnectionStatus status) {}

    /** The server has welcomed this client, at first and after each reconnection; the name may differ from the last one. */
    default void onWelcome(Event.Welcome welcome) {}

    /** A room is followed, at first and again after each reconnection; its entries come after this. */
    default void onJoined(Event.Joined joined) {}

    /**
     * Everything has been told that a room had when it was joined, after each {@link #onJoined}, unless the connection
     * breaks before that; then after a later one.
     */
    default void onCaughtUp(CaughtUp caughtUp) {}

    /**
     * Something happened in a room that is followed: each entry once, in the room's order, across connections. Own messages
     * are told like everybody's.
     */
    default void onEntry(LogEntry entry) {}

    /**
     * There are messages in a direct room of this client's account that it does not follow; told once until it does. {@link
     * ChatClient#joinAfter} with the epoch and {@code seen} of it begins with the first that no connection of the account has been sent.
     */
    default void onDirect(Event.Direct direct) {}

    /** Somebody has invited this client's account into a room that it does not follow. Told at that moment only. */
    default void onInvited(Event.Invited invited) {}

    /** Somebody came, went or changed their name. */
    default void onPresence(Event.Presence presence) {}

    /**
     * The server says that entries will not come, as a rule because it no longer has them. Told before the first entry after
     * them.
     */
    default void onGap(Event.Gap gap) {}

    /**
     * Entries are missing, and the server did not say so: this client could not understand them, or they did not arrive. The
     * server may well have them. Told before the first entry after them. A gap like any other by default.
     */
    default void onHole(Event.Gap hole) {
        onGap(hole);
    }

    /**
     * A room's log is not the one it was: the server began another, or has lost the end of it. What was said since the
     * last entry may be missing, and the numbers begin anew.
     *
     * @param epoch the log that there is now
     */
    default void onNewLog(RoomName room, String epoch) {}

    /**
     * A room is followed no longer: it cannot be joined again after the connection broke, or a moderator has ended it.
     *
     * @param message says why
     */
    default void onRoomLost(RoomName room, ErrorCode code, String message) {}

    /** The server refused something that cannot be connected with any call. */
    default void onRejected(Event.Rejected rejected) {}
}
