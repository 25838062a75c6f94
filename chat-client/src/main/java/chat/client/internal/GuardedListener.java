// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.CaughtUp;
import chat.client.ChatListener;
import chat.client.ConnectionStatus;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener throws away from the conversation: it is logged as the listener's fault, and the entries, the
 * rooms and the connection go on. Confined to one event loop.
 */
final class GuardedListener implements ChatListener {

    private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

    private final ChatListener listener;

    GuardedListener(ChatListener listener) {
        this.listener = listener;
    }

    @Override
    public void onConnection(ConnectionStatus status) {
        guard(() -> listener.onConnection(status));
    }

    @Override
    public void onWelcome(Event.Welcome welcome) {
        guard(() -> listener.onWelcome(welcome));
    }

    @Override
    public void onJoined(Event.Joined joined) {
        guard(() -> listener.onJoined(joined));
    }

    @Override
    public void onCaughtUp(CaughtUp caughtUp) {
        guard(() -> listener.onCaughtUp(caughtUp));
    }

    @Override
    public void onEntry(LogEntry entry) {
        guard(() -> listener.onEntry(entry));
    }

    @Override
    public void onDirect(Event.Direct direct) {
        guard(() -> listener.onDirect(direct));
    }

    @Override
    public void onInvited(Event.Invited invited) {
        guard(() -> listener.onInvited(invited));
    }

    @Override
    public void onPresence(Event.Presence presence) {
        guard(() -> listener.onPresence(presence));
    }

    @Override
    public void onGap(Event.Gap gap) {
        guard(() -> listener.onGap(gap));
    }

    @Override
    public void onHole(Event.Gap hole) {
        guard(() -> listener.onHole(hole));
    }

    @Override
    public void onNewLog(RoomName room, String epoch) {
        guard(() -> listener.onNewLog(room, epoch));
    }

    @Override
    public void onRoomLost(RoomName room, ErrorCode code, String message) {
        guard(() -> listener.onRoomLost(room, code, message));
    }

    @Override
    public void onRejected(Event.Rejected rejected) {
        guard(() -> listener.onRejected(rejected));
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            log.error("a listener threw; the conversation goes on", e);
        }
    }
}
