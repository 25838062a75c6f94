// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.ChatListener;
import chat.client.ConnectionStatus;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stands between the client and the transcript of a terminal, and lets of what was missed only the end through: who has
 * missed thousands of messages cannot read them as they rush by, and is told how many there are and how to see them.
 * Confined to the client's event loop.
 */
final class Homecoming implements ChatListener {

    private final Transcript transcript;
    private final Map<RoomName, Backlog> catchingUp = new LinkedHashMap<>();

    Homecoming(Transcript transcript) {
        this.transcript = transcript;
    }

    @Override
    public void onConnection(ConnectionStatus status) {
        showAll();
        transcript.onConnection(status);
    }

    @Override
    public void onWelcome(Event.Welcome welcome) {
        transcript.onWelcome(welcome);
    }

    @Override
    public void onJoined(Event.Joined joined) {
        transcript.onJoined(joined);
        catchingUp.put(joined.room(), new Backlog());
    }

    @Override
    public void onEntry(LogEntry entry) {
        Backlog backlog = catchingUp.get(entry.room());
        if (backlog == null) {
            transcript.onEntry(entry);
        } else {
            backlog.add(entry);
        }
    }

    @Override
    public void onCaughtUp(CaughtUp caughtUp) {
        show(caughtUp.room());
        catchingUp.remove(caughtUp.room());
        transcript.onCaughtUp(caughtUp);
    }

    @Override
    public void onDirect(Event.Direct direct) {
        transcript.onDirect(direct);
    }

    @Override
    public void onInvited(Event.Invited invited) {
        transcript.onInvited(invited);
    }

    @Override
    public void onPresence(Event.Presence presence) {
        transcript.onPresence(presence);
    }

    @Override
    public void onGap(Event.Gap gap) {
        show(gap.room());
        transcript.onGap(gap);
    }

    @Override
    public void onHole(Event.Gap hole) {
        show(hole.room());
        transcript.onHole(hole);
    }

    @Override
    public void onNewLog(RoomName room, String epoch) {
        show(room);
        transcript.onNewLog(room, epoch);
    }

    @Override
    public void onRoomLost(RoomName room, ErrorCode code, String message) {
        show(room);
        catchingUp.remove(room);
        transcript.onRoomLost(room, code, message);
    }

    @Override
    public void onRejected(Event.Rejected rejected) {
        transcript.onRejected(rejected);
    }

    private void showAll() {
        new HashMap<>(catchingUp).keySet().forEach(this::show);
    }

    /** Shows what is held of a room, and holds what is still to come. */
    private void show(RoomName room) {
        Backlog backlog = catchingUp.get(room);
        if (backlog == null) {
            return;
        }
        catchingUp.put(room, new Backlog());
        if (backlog.leftOut() > 0) {
            transcript.leftOut(room, backlog.leftOut(), backlog.entries());
        }
        backlog.held().forEach(transcript::onEntry);
    }
}
