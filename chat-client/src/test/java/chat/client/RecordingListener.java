// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything that a client tells. */
public final class RecordingListener implements ChatListener {

    public final List<ConnectionStatus> statuses = new CopyOnWriteArrayList<>();
    public final List<Event.Welcome> welcomes = new CopyOnWriteArrayList<>();
    public final List<Event.Joined> joins = new CopyOnWriteArrayList<>();
    public final List<CaughtUp> caughtUp = new CopyOnWriteArrayList<>();
    public final List<LogEntry> entries = new CopyOnWriteArrayList<>();
    public final List<Event.Gap> gaps = new CopyOnWriteArrayList<>();
    public final List<String> newLogs = new CopyOnWriteArrayList<>();
    public final List<RoomName> lostRooms = new CopyOnWriteArrayList<>();
    public final List<Event.Rejected> rejections = new CopyOnWriteArrayList<>();

    /** The texts of all messages. */
    public List<String> texts() {
        return entries.stream()
                .filter(entry -> entry.event() instanceof RoomEvent.Message)
                .map(entry -> ((RoomEvent.Message) entry.event()).text())
                .toList();
    }

    /** The last state that was told. */
    public ConnectionState state() {
        return statuses.isEmpty() ? ConnectionState.CONNECTING : last().state();
    }

    /** The last status that was told. */
    public ConnectionStatus last() {
        return statuses.get(statuses.size() - 1);
    }

    @Override
    public void onConnection(ConnectionStatus status) {
        statuses.add(status);
    }

    @Override
    public void onWelcome(Event.Welcome welcome) {
        welcomes.add(welcome);
    }

    @Override
    public void onJoined(Event.Joined joined) {
        joins.add(joined);
    }

    @Override
    public void onCaughtUp(CaughtUp all) {
        caughtUp.add(all);
    }

    @Override
    public void onEntry(LogEntry entry) {
        entries.add(entry);
    }

    @Override
    public void onGap(Event.Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void onNewLog(RoomName room, String epoch) {
        newLogs.add(epoch);
    }

    @Override
    public void onRoomLost(RoomName room, ErrorCode code, String message) {
        lostRooms.add(room);
    }

    @Override
    public void onRejected(Event.Rejected rejected) {
        rejections.add(rejected);
    }
}
