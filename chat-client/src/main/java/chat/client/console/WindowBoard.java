// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.ConnectionState;
import chat.client.SendResult;
import chat.client.console.window.Alert;
import chat.client.console.window.Outgoing;
import chat.client.console.window.Rooms;
import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/** Shows things in the window, each in its room. Thread-safe. */
final class WindowBoard implements Board {

    static final String CONNECTING = "connecting";

    private final Rooms rooms;

    WindowBoard(Rooms rooms) {
        this.rooms = rooms;
    }

    /** The person is somewhere else, or the connection stands differently. */
    void placed(Place.View view) {
        rooms.placed(view.current(), view.rooms(), words(view.state()));
    }

    @Override
    public void said(LogEntry entry, RoomEvent.Message message) {
        rooms.said(entry, message);
    }

    @Override
    public void happened(LogEntry entry, @Nullable String words) {
        rooms.happened(entry, words);
    }

    @Override
    public void notice(@Nullable RoomName room, String text) {
        rooms.notice(room, text);
    }

    @Override
    public void fault(@Nullable RoomName room, String text) {
        rooms.fault(room, text);
    }

    @Override
    public void named(AccountName name) {
        rooms.self(name);
    }

    @Override
    public void joined(Event.Joined joined) {
        rooms.joined(joined.room(), joined.topic());
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        Position after = caughtUp.after();
        Long known = after == null || !caughtUp.sameLog() ? null : after.seq();
        rooms.caughtUp(caughtUp.room(), caughtUp.head(), known, caughtUp.messages() > 0);
    }

    @Override
    public void newLog(RoomName room) {
        rooms.newLog(room);
    }

    @Override
    public boolean goTo(RoomName room, HistoryRange from) {
        rooms.goTo(room, from);
        return true;
    }

    @Override
    public boolean goBack(RoomName room, int count) {
        rooms.goBack(room, count);
        return true;
    }

    @Override
    public boolean alert(RoomName room, Alert alert) {
        rooms.alert(room, alert);
        return true;
    }

    @Override
    public Outcome saying(RoomName room, String text) {
        Outgoing outgoing = rooms.saying(room, text);
        return new Outcome() {
            @Override
            public void stored(SendResult.Sent sent) {
                outgoing.stored(sent.seq(), sent.atMillis());
            }

            @Override
            public void refused(String what, String reason) {
                outgoing.refused(what + ": " + reason);
            }
        };
    }

    private static String words(ConnectionState state) {
        return switch (state) {
            case ONLINE -> Rooms.ONLINE;
            case CONNECTING -> CONNECTING;
            case RECONNECTING -> "offline, reconnecting";
            case FAILED, CLOSED -> "disconnected";
        };
    }
}
