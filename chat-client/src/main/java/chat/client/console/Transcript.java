// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.ChatListener;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.PresenceState;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows a person what the client tells, in words. Its listener methods are confined to the client's event loop; the others
 * may be called from any thread.
 */
final class Transcript implements ChatListener {

    private final Board board;
    private final Place place;
    private final RecentNames names;
    private final Clock clock;
    private final Predicate<ConnectionStatus> ends;

    private final Set<RoomName> newLogs = new HashSet<>();

    private final Map<RoomName, String> topics = new ConcurrentHashMap<>();

    private @Nullable AccountName ownName;
    private final Trouble trouble;
    private @Nullable Instant lostAt;
    private @Nullable Duration offline;

    /**
     * @param clock its zone is for times of day
     * @param ends hears of every change of the connection, and tells whether the program ends with it: then the reason is
     *     not shown here
     */
    Transcript(Board board, Place place, RecentNames names, Clock clock, Predicate<ConnectionStatus> ends) {
        this.board = board;
        this.place = place;
        this.names = names;
        this.clock = clock;
        this.ends = ends;
        this.trouble = new Trouble(clock);
    }

    @Override
    public void onConnection(ConnectionStatus status) {
        place.connection(status.state());
        if (ends.test(status)) {
            return;
        }
        if (status.state() == ConnectionState.RECONNECTING && lostAt == null) {
            lostAt = clock.instant();
        }
        Duration retryIn = status.retryIn();
        if (status.state() == ConnectionState.ONLINE) {
            trouble.isOver();
            offline = lostAt == null ? null : Duration.between(lostAt, clock.instant());
            lostAt = null;
        } else if (retryIn != null) {
            String words = trouble.words(status.reason(), retryIn);
            if (words != null) {
                notice(words);
            }
        }
    }

    @Override
    public void onWelcome(Event.Welcome welcome) {
        AccountName before = ownName;
        AccountName now = welcome.name();
        ownName = now;
        names.own(now);
        board.named(now);
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
        topics.put(joined.room(), joined.topic());
        board.joined(joined);
    }

    @Override
    public void onEntry(LogEntry entry) {
        if (entry.event() instanceof RoomEvent.Message) {
            names.spoke(entry.from());
        } else if (entry.event() instanceof RoomEvent.TopicChanged topic) {
            topics.put(entry.room(), topic.text());
        }
        entry(entry);
    }

    /** Shows an entry, which need not be a new one. */
    void entry(LogEntry entry) {
        if (entry.event() instanceof RoomEvent.Message message) {
            board.said(entry, message);
        } else {
            board.happened(entry, EntryWords.of(entry, clock.getZone()));
        }
    }

    @Override
    public void onDirect(Event.Direct direct) {
        if (!place.open(direct.room())) {
            return;
        }
        notice("new between you and " + direct.name() + " alone, in " + direct.room() + ": /msg " + direct.name()
                + " goes there");
    }

    @Override
    public void onInvited(Event.Invited invited) {
        notice(invited.by() + " invites you to " + invited.room() + ": /join " + invited.room());
    }

    @Override
    public void onPresence(Event.Presence presence) {
        if (presence.room().isDirect() && !presence.room().equals(place.current())) {
            return;
        }
        AccountName formerly = presence.formerly();
        if (formerly != null) {
            names.gone(formerly);
            names.present(presence.name());
            board.notice(presence.room(), formerly + " is called " + presence.name() + " now");
        } else if (presence.state() == PresenceState.OFFLINE) {
            names.gone(presence.name());
            board.notice(presence.room(), presence.name() + " has gone");
        } else if (ownName == null || !ownName.equals(presence.name())) {
            names.present(presence.name());
            board.notice(presence.room(), presence.name() + " is here");
        }
    }

    @Override
    public void onCaughtUp(CaughtUp caughtUp) {
        newLogs.remove(caughtUp.room());
        board.caughtUp(caughtUp);
        String text = CaughtUpText.of(caughtUp, offline, clock.getZone());
        if (text != null) {
            board.notice(caughtUp.room(), text);
        }
    }

    @Override
    public void onGap(Event.Gap gap) {
        board.notice(gap.room(), newLogs.contains(gap.room()) ? CaughtUpText.notShown(gap) : CaughtUpText.of(gap));
    }

    @Override
    public void onHole(Event.Gap hole) {
        board.notice(hole.room(), CaughtUpText.notUnderstood(hole));
    }

    @Override
    public void onNewLog(RoomName room, String epoch) {
        newLogs.add(room);
        board.newLog(room);
        board.notice(room, "the server's log is a new one; something may be missing here");
    }

    /** Very much was missed, and only the last of it is shown. */
    void leftOut(RoomName room, long messages, long entries) {
        board.notice(room, CaughtUpText.leftOut(messages, entries));
    }

    @Override
    public void onRoomLost(RoomName room, ErrorCode code, String message) {
        place.close(room);
        fault((message.contains(room.value()) ? message : room + " is closed to you: " + message) + "; /join " + room
                + " tries to come back, /leave " + room + " puts it away");
    }

    @Override
    public void onRejected(Event.Rejected rejected) {
        fault(rejected.message());
    }

    /** The person has chosen another name. */
    void renamed(AccountName name) {
        ownName = name;
        names.own(name);
        board.named(name);
        notice("you are called " + name + " now");
    }

    /** The topic of a room that is followed, or was; empty for none. */
    String topic(RoomName room) {
        return topics.getOrDefault(room, "");
    }

    /** Where all of this is shown. */
    Board board() {
        return board;
    }

    /** For times that a person writes. */
    Clock clock() {
        return clock;
    }

    /** The person has said something. */
    Board.Outcome saying(RoomName room, String text) {
        return board.saying(room, text);
    }

    /** Shows a line of words, made safe. */
    void notice(String text) {
        board.notice(null, text);
    }

    /** Shows that something went wrong, made safe. */
    void fault(String text) {
        board.fault(null, text);
    }
}
