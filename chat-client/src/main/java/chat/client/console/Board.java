// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.SendResult;
import chat.client.console.window.Alert;
import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where what happens is shown, and in which form. Thread-safe; its texts may have control characters. */
interface Board {

    /** Somebody said something. */
    void said(LogEntry entry, RoomEvent.Message message);

    /**
     * Another entry of a room's log.
     *
     * @param words what it means, or null where there is nothing to say
     */
    void happened(LogEntry entry, @Nullable String words);

    /** Something happened in a room or, with null, at large. */
    void notice(@Nullable RoomName room, String text);

    /** Something went wrong in a room or, with null, at large. */
    void fault(@Nullable RoomName room, String text);

    /** The person is called like this. */
    void named(AccountName name);

    /** A room is followed; its entries are yet to come. */
    void joined(Event.Joined joined);

    /** A room's entries have come. */
    void caughtUp(CaughtUp caughtUp);

    /** The server has begun a new log of a room. */
    void newLog(RoomName room);

    /**
     * The person wants to read from somewhere in a room on.
     *
     * @param from an {@link HistoryRange.After} or {@link HistoryRange.At}
     * @return whether this board can go there; otherwise what is there has to be told to it
     */
    boolean goTo(RoomName room, HistoryRange from);

    /**
     * The person wants to see this many of the last entries of a room.
     *
     * @return as {@link #goTo} does
     */
    boolean goBack(RoomName room, int count);

    /**
     * The person wants to hear of what happens in a room while they look elsewhere.
     *
     * @return whether this board can be heard
     */
    boolean alert(RoomName room, Alert alert);

    /** What of a room the person hears while they look elsewhere; null where this board cannot be heard. */
    @Nullable
    Alert alert(RoomName room);

    /** What can be done here with keys, a line each for the help; empty where there are none. */
    List<String> keys();

    /** Whether a room that the person is not let into keeps its place here, with what is typed in it, until they leave it. */
    boolean closes();

    /** The person goes to this room with what they are typing, which is meant for it. */
    void takeAlong(RoomName room);

    /** What the person said to somebody alone, from wherever they are, is stored. */
    void saidAlone(AccountName to, RoomName room, String text);

    /** The person has said something. */
    Outcome saying(RoomName room, String text);

    /** Is told once what became of what the person said. */
    interface Outcome {
        /** It is stored. */
        void stored(SendResult.Sent sent);

        /**
         * It is not stored, or perhaps not.
         *
         * @param what which of the two
         * @param reason in words
         */
        void refused(String what, String reason);
    }
}
