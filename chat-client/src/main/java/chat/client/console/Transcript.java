// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.ChatListener;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.protocol.line.Visible;
import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.PresenceState;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.words.RightsInWords;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows a person what the client tells, in words. Its listener methods are confined to the client's event loop; the others
 * may be called from any thread.
 */
final class Transcript implements ChatListener {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Screen screen;
    private final Place place;
    private final RecentNames names;
    private final ZoneId zone;
    private final Predicate<ConnectionStatus> ends;

    private final Set<RoomName> newLogs = new HashSet<>();

    private LocalDate day;
    private @Nullable AccountName ownName;
    private String lastTrouble = "";

    /**
     * @param zone for times of day
     * @param today the day that needs no mention
     * @param ends hears of every change of the connection, and tells whether the program ends with it: then the reason is
     *     not shown here
     */
    Transcript(
            Screen screen,
            Place place,
            RecentNames names,
            ZoneId zone,
            LocalDate today,
            Predicate<ConnectionStatus> ends) {
        this.screen = screen;
        this.place = place;
        this.names = names;
        this.zone = zone;
        this.day = today;
        this.ends = ends;
    }

    @Override
    public void onConnection(ConnectionStatus status) {
        place.connection(status.state());
        if (ends.test(status)) {
            return;
        }
        Duration retryIn = status.retryIn();
        if (status.state() == ConnectionState.ONLINE) {
            lastTrouble = "";
        } else if (retryIn != null && !status.reason().equals(lastTrouble)) {
            // The same trouble again is no news: the prompt says that it lasts.
            lastTrouble = status.reason();
            notice(status.reason() + "; trying again " + soon(retryIn));
        }
    }

    @Override
    public void onWelcome(Event.Welcome welcome) {
        AccountName before = ownName;
        AccountName now = welcome.name();
        ownName = now;
        if (before == null) {
            notice("connected to " + welcome.server() + "; you are " + now);
        } else if (before.equals(now)) {
            notice("connected again");
        } else {
            notice("connected again; you are called " + now + " now");
        }
    }

    @Override
    public void onJoined(Event.Joined joined) {
        if (!joined.topic().isEmpty()) {
            notice(joined.room() + ": " + joined.topic());
        }
    }

    @Override
    public void onEntry(LogEntry entry) {
        if (entry.event() instanceof RoomEvent.Message) {
            names.spoke(entry.from());
        }
        entry(entry);
    }

    /** Shows an entry, which need not be a new one. */
    void entry(LogEntry entry) {
        String who = entry.from().value();
        RoomEvent event = entry.event();
        if (event instanceof RoomEvent.Message message) {
            mentionDay(entry);
            String time = TIME.format(at(entry));
            screen.show(new Shown.Said(time, elsewhere(entry.room()), entry.from(), Visible.lines(message.text())));
        } else if (event instanceof RoomEvent.TopicChanged topic) {
            roomNotice(
                    entry.room(),
                    topic.text().isEmpty() ? who + " took the topic away" : who + " set the topic: " + topic.text());
        } else {
            String rights = RightsInWords.of(entry);
            if (rights != null) {
                roomNotice(entry.room(), rights);
            }
        }
    }

    @Override
    public void onDirect(Event.Direct direct) {
        notice("between you and " + direct.name() + ", in " + direct.room() + "; /msg " + direct.name()
                + " goes there");
    }

    @Override
    public void onPresence(Event.Presence presence) {
        if (presence.room().isDirect() && elsewhere(presence.room()) != null) {
            return;
        }
        AccountName formerly = presence.formerly();
        if (formerly != null) {
            names.gone(formerly);
            names.present(presence.name());
            roomNotice(presence.room(), formerly + " is called " + presence.name() + " now");
        } else if (presence.state() == PresenceState.OFFLINE) {
            names.gone(presence.name());
            roomNotice(presence.room(), presence.name() + " has gone");
        } else if (ownName == null || !ownName.equals(presence.name())) {
            names.present(presence.name());
            roomNotice(presence.room(), presence.name() + " is here");
        }
    }

    @Override
    public void onCaughtUp(CaughtUp caughtUp) {
        newLogs.remove(caughtUp.room());
        String text = CaughtUpText.of(caughtUp, zone);
        if (text != null) {
            roomNotice(caughtUp.room(), text);
        }
    }

    @Override
    public void onGap(Event.Gap gap) {
        roomNotice(gap.room(), newLogs.contains(gap.room()) ? CaughtUpText.notShown(gap) : CaughtUpText.of(gap));
    }

    @Override
    public void onHole(Event.Gap hole) {
        roomNotice(hole.room(), CaughtUpText.notUnderstood(hole));
    }

    @Override
    public void onNewLog(RoomName room, String epoch) {
        newLogs.add(room);
        roomNotice(room, "the server's log is a new one; something may be missing here");
    }

    /** Very much was missed, and only the last of it is shown. */
    void leftOut(RoomName room, long messages, long entries) {
        roomNotice(room, CaughtUpText.leftOut(messages, entries));
    }

    @Override
    public void onRoomLost(RoomName room, ErrorCode code, String message) {
        place.exit(room);
        fault(room + " is closed to you: " + message);
    }

    @Override
    public void onRejected(Event.Rejected rejected) {
        fault(rejected.message());
    }

    /** The person has chosen another name. */
    void renamed(AccountName name) {
        ownName = name;
        notice("you are called " + name + " now");
    }

    /** Shows a line of words, made safe. */
    void notice(String text) {
        screen.show(new Shown.Notice(Visible.of(text)));
    }

    /** Shows that something went wrong, made safe. */
    void fault(String text) {
        screen.show(new Shown.Fault(Visible.of(text)));
    }

    private void roomNotice(RoomName room, String text) {
        notice(elsewhere(room) == null ? text : "[" + room + "] " + text);
    }

    private @Nullable RoomName elsewhere(RoomName room) {
        return room.equals(place.current()) ? null : room;
    }

    private void mentionDay(LogEntry entry) {
        LocalDate date = at(entry).toLocalDate();
        if (!date.equals(day)) {
            day = date;
            notice(date.toString());
        }
    }

    private ZonedDateTime at(LogEntry entry) {
        return Instant.ofEpochMilli(entry.atMillis()).atZone(zone);
    }

    private static String soon(Duration delay) {
        return delay.toSeconds() < 1 ? "at once" : "in " + delay.toSeconds() + " s";
    }
}
