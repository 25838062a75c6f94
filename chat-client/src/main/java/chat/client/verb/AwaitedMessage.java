// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionStatus;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.client.console.LineOutput;
import chat.protocol.line.Visible;
import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something is said in a room: for the first message that matches, of those that were stored after the room was
 * followed; also of those that were said while a connection was lost. To be used once.
 */
public final class AwaitedMessage {

    private final Ending.Watch watch = new Ending.Watch(false);
    private final ChatOptions options;
    private final RoomName room;
    private final MessagePattern pattern;
    private final @Nullable AccountName from;
    private final EntryOutput out;
    private final LineOutput err;

    /**
     * @param from whose messages count, or null for everybody's
     * @param json whether to print the message as the protocol's JSON instead of text
     * @param out where the message goes
     * @param err where everything else goes
     */
    public AwaitedMessage(
            ChatOptions options,
            RoomName room,
            MessagePattern pattern,
            @Nullable AccountName from,
            boolean json,
            OutputStream out,
            OutputStream err) {
        this.options = options;
        this.room = room;
        this.pattern = pattern;
        this.from = from;
        this.out = new EntryOutput(json, new LineOutput(out, watch.ending()::complete));
        this.err = new LineOutput(err, ending -> {});
    }

    /**
     * Waits, and prints the message.
     *
     * @param timeout how long all of it may take
     */
    public Ending run(Duration timeout) throws InterruptedException {
        try (ChatClient client = ChatClient.connect(options, new Ears())) {
            client.followLast(room, 0).whenComplete((joined, failure) -> {
                if (ChatException.behind(failure) instanceof ChatException.Refused refused) {
                    watch.ending().complete(new Ending(ExitCode.REFUSED, refused.reason()));
                } else if (joined != null) {
                    notice("* waiting in " + room + " after #" + joined.head());
                }
            });
            return watch.ending().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Ending(ExitCode.TIMED_OUT, "no such message in time");
        } catch (ExecutionException e) {
            return new Ending(ExitCode.FAULT, e.toString());
        }
    }

    private void notice(String text) {
        err.lines(List.of(Visible.of(text)));
    }

    /** Looks at each entry. Confined to the event loop. */
    private final class Ears implements ChatListener {

        @Override
        public void onConnection(ConnectionStatus status) {
            watch.ends(status);
        }

        @Override
        public void onEntry(LogEntry entry) {
            if (watch.ending().isDone()
                    || !(entry.event() instanceof RoomEvent.Message message)
                    || (from != null && !from.equals(entry.from()))) {
                return;
            }
            switch (pattern.in(message.text())) {
                case FOUND -> {
                    out.print(List.of(entry));
                    watch.ending().complete(Ending.OK);
                }
                case NOT_FOUND -> {}
                case UNDECIDED ->
                    notice("! the expression takes too long on message #" + entry.seq()
                            + ", which does not count (expected: no repetitions within repetitions)");
            }
        }

        @Override
        public void onGap(Event.Gap gap) {
            notice("! could not look at the entries " + gap.from() + " to " + gap.to());
        }

        @Override
        public void onNewLog(RoomName of, String epoch) {
            notice("! the server's log is a new one; something may have been missed");
        }

        @Override
        public void onRoomLost(RoomName lost, ErrorCode code, String message) {
            watch.ending().complete(new Ending(ExitCode.LOST, "cannot join again: " + message));
        }
    }
}
