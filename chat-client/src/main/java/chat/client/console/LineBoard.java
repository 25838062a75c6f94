// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.SendResult;
import chat.client.console.window.Alert;
import chat.protocol.line.Visible;
import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.words.Deed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows things one below the other, as lines, and of those from other rooms which it was. What is said comes from one thread at
 * a time, the client's event loop; the rest from any.
 */
final class LineBoard implements Board {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final int MAX_EXCERPT = 40;

    private final Screen screen;
    private final Place place;
    private final ZoneId zone;

    private LocalDate day;

    /**
     * @param zone for times of day
     * @param today the day that needs no mention
     */
    LineBoard(Screen screen, Place place, ZoneId zone, LocalDate today) {
        this.screen = screen;
        this.place = place;
        this.zone = zone;
        this.day = today;
    }

    @Override
    public void said(LogEntry entry, RoomEvent.Message message) {
        ZonedDateTime at = Instant.ofEpochMilli(entry.atMillis()).atZone(zone);
        LocalDate date = at.toLocalDate();
        if (!date.equals(day)) {
            day = date;
            notice(null, date.toString());
        }
        String deed = Deed.of(message.text());
        screen.show(new Shown.Said(
                TIME.format(at),
                elsewhere(entry.room()),
                entry.from(),
                deed != null,
                Visible.lines(deed == null ? message.text() : deed)));
    }

    @Override
    public void happened(LogEntry entry, @Nullable String words) {
        if (words != null) {
            notice(entry.room(), words);
        }
    }

    @Override
    public void notice(@Nullable RoomName room, String text) {
        screen.show(new Shown.Notice(Visible.of(prefixed(room, text))));
    }

    @Override
    public void fault(@Nullable RoomName room, String text) {
        screen.show(new Shown.Fault(Visible.of(prefixed(room, text))));
    }

    @Override
    public void named(AccountName name) {
        // Said where it is of interest.
    }

    @Override
    public void joined(Event.Joined joined) {
        if (!joined.topic().isEmpty()) {
            notice(null, joined.room() + ": " + joined.topic());
        }
    }

    @Override
    public void caughtUp(CaughtUp caughtUp) {
        // The entries are above already.
    }

    @Override
    public void newLog(RoomName room) {
        // What was shown stays as it is.
    }

    @Override
    public boolean goTo(RoomName room, HistoryRange from) {
        return false;
    }

    @Override
    public boolean goBack(RoomName room, int count) {
        return false;
    }

    @Override
    public boolean alert(RoomName room, Alert alert) {
        return false;
    }

    @Override
    public @Nullable Alert alert(RoomName room) {
        return null;
    }

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public boolean closes() {
        return false;
    }

    @Override
    public void takeAlong(RoomName room) {
        // What is typed belongs to no room here until it is entered.
    }

    @Override
    public void saidAlone(AccountName to, RoomName room, String text) {
        // Comes as an entry.
    }

    /** What is stored comes back as an entry: there is only something to show if it is not. */
    @Override
    public Outcome saying(RoomName room, String text) {
        return new Outcome() {
            @Override
            public void stored(SendResult.Sent sent) {
                // Comes as an entry.
            }

            @Override
            public void refused(String what, String reason) {
                fault(null, what + ": " + excerpt(text) + ": " + reason);
            }
        };
    }

    private String prefixed(@Nullable RoomName room, String text) {
        return room == null || elsewhere(room) == null ? text : "[" + room + "] " + text;
    }

    private @Nullable RoomName elsewhere(RoomName room) {
        return room.equals(place.current()) ? null : room;
    }

    private static String excerpt(String text) {
        int end = Math.min(text.length(), MAX_EXCERPT);
        return end == text.length()
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, end) - 1)) + "…";
    }
}
