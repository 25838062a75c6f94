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
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows things in the window, each in its room. Thread-safe. */
final class WindowBoard implements Board {

    static final String CONNECTING = "connecting";

    private static final List<String> KEYS = List.of(
            key("Tab", "completes commands, rooms and names; again for the next"),
            key("Alt-Enter", "begins a new line in the message"),
            key("Ctrl-X Ctrl-E", "goes on with it in your editor"),
            key("PageUp, PageDown", "read back and forth; Esc Esc returns to what is said now"),
            key("Alt-1 to Alt-9", "go to a room by its number; Ctrl-N and Ctrl-P to the next and the one before"),
            key("Alt-A", "goes to the next room with something new, where you are mentioned first"),
            key("Up, Down", "what you typed before"),
            key("Ctrl-L", "paints everything anew"),
            key("Ctrl-C", "clears the line, twice leaves; Ctrl-D leaves, Ctrl-Z suspends"));

    private final Rooms rooms;

    WindowBoard(Rooms rooms) {
        this.rooms = rooms;
    }

    /** The person is somewhere else, or the connection stands differently. */
    void placed(Supplier<Place.View> now) {
        rooms.change(() -> placed(now.get()));
    }

    private void placed(Place.View view) {
        rooms.closed(view.closed());
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
    public List<String> keys() {
        return KEYS;
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

    @Override
    public Alert alert(RoomName room) {
        return rooms.alertOf(room);
    }

    @Override
    public boolean closes() {
        return true;
    }

    @Override
    public void takeAlong(RoomName room) {
        rooms.takeAlong(room);
    }

    @Override
    public void saidAlone(AccountName to, RoomName room, String text) {
        if (rooms.isElsewhere(room)) {
            rooms.notice(null, "to " + to + " alone: " + text);
        }
    }

    private static String key(String name, String meaning) {
        return String.format("%-28s %s", name, meaning);
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
