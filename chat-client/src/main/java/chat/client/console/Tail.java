// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionStatus;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Prints what is said in a room, each entry once and in order, across connections, without becoming a member. Entries go to the output, what happens to
 * the connection goes to the errors. {@link #run} waits on its caller's thread; printing is done on the client's event
 * loop, so that whoever reads the output slowly slows down the server's sending and loses nothing.
 */
public final class Tail {

    private final ChatOptions options;
    private final RoomName room;
    private final int last;
    private final @Nullable HistoryRange since;
    private final boolean follow;
    private final boolean json;
    private final LineOutput out;
    private final LineOutput err;
    private final Ending.Watch watch = new Ending.Watch(false);

    private volatile long printed;
    private volatile boolean printing;

    /**
     * @param last how many of the last entries to begin with, 0 or more; does not count with {@code since}
     * @param since a number or a time to begin with, or null
     * @param follow whether to go on with what is said from now on
     * @param json whether to print the protocol's JSON, one object a line, instead of text
     * @param out where entries go
     * @param err where everything else goes
     */
    public Tail(
            ChatOptions options,
            RoomName room,
            int last,
            @Nullable HistoryRange since,
            boolean follow,
            boolean json,
            OutputStream out,
            OutputStream err) {
        this.options = options;
        this.room = room;
        this.last = since == null ? last : 0;
        this.since = since;
        this.follow = follow;
        this.json = json;
        this.out = new LineOutput(out, watch.ending()::complete);
        this.err = new LineOutput(err, ending -> {});
    }

    /**
     * Prints until there is no more to print, the output is no longer read or the conversation cannot go on.
     *
     * @param patience how long to wait for the next of the entries that there are; for those to come there is no limit
     */
    public Ending run(Duration patience) throws InterruptedException {
        CompletableFuture<ChatClient> connected = new CompletableFuture<>();
        Printer printer = new Printer(connected);
        try (ChatClient client = ChatClient.connect(options, printer)) {
            connected.complete(client);
            client.followLast(room, last).whenComplete((joined, failure) -> {
                ChatException cause = ChatException.behind(failure);
                if (cause instanceof ChatException.Refused) {
                    watch.ending().complete(new Ending(ExitCode.REFUSED, cause.reason()));
                }
            });
            if (follow) {
                return watch.ending().join();
            }
            return awaitEnd(patience);
        } catch (ExecutionException e) {
            return new Ending(ExitCode.FAULT, e.toString());
        }
    }

    private Ending awaitEnd(Duration patience) throws InterruptedException, ExecutionException {
        while (true) {
            long before = printed;
            try {
                return watch.ending().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Whoever reads slowly, as a person in a pager does, is no reason to leave something out.
                if (!printing && printed == before) {
                    return new Ending(ExitCode.TIMED_OUT, "the entries of " + room + " did not come in time");
                }
            }
        }
    }

    /** Prints what the client tells. Confined to its event loop. */
    private final class Printer implements ChatListener {

        private final JsonText jsonText = new JsonText();
        private final Place place = new Place(new PlainScreen(err, err));
        private final Transcript entries;
        private final Transcript notices;

        private final CompletableFuture<ChatClient> client;

        private int page = Integer.MAX_VALUE;
        private boolean goingBack;
        private boolean begun;
        private long begin;
        private long head = -1;

        private Printer(CompletableFuture<ChatClient> client) {
            this.client = client;
            ZoneId zone = ZoneId.systemDefault();
            LocalDate today = LocalDate.now(zone);
            place.enter(room);
            RecentNames names = new RecentNames();
            Clock clock = Clock.system(zone);
            Board entryBoard = new LineBoard(new PlainScreen(out, err), place, zone, today);
            Board noticeBoard = new LineBoard(new PlainScreen(err, err), place, zone, today);
            entries = new Transcript(entryBoard, place, names, clock, status -> false);
            notices = new Transcript(noticeBoard, place, names, clock, watch::ends);
        }

        @Override
        public void onConnection(ConnectionStatus status) {
            notices.onConnection(status);
        }

        @Override
        public void onWelcome(Event.Welcome welcome) {
            page = welcome.limits().historyEntries();
        }

        @Override
        public void onJoined(Event.Joined joined) {
            if (head < 0 && !goingBack && (since != null || (last > page && joined.head() > page))) {
                goingBack = true;
                client.thenAccept(connected -> goBack(connected, joined));
                return;
            }
            goingBack = false;
            if (head < 0) {
                head = joined.head();
                reached(last == 0 && since == null ? head : begin);
            }
        }

        @Override
        public void onEntry(LogEntry entry) {
            if (goingBack || (!follow && entry.seq() > head)) {
                return;
            }
            printing = true;
            if (json) {
                out.lines(List.of(jsonText.of(entry)));
            } else {
                entries.onEntry(entry);
            }
            printed = entry.seq();
            printing = false;
            reached(entry.seq());
        }

        @Override
        public void onCaughtUp(CaughtUp caughtUp) {
            // Not at the beginning, where nothing has been missed yet.
            if (begun) {
                notices.onCaughtUp(caughtUp);
            }
            begun = !goingBack;
        }

        @Override
        public void onGap(Event.Gap gap) {
            if (json) {
                out.lines(List.of(jsonText.of(gap)));
            } else {
                notices.onGap(gap);
            }
            reached(gap.to());
        }

        @Override
        public void onHole(Event.Gap hole) {
            // No gap, which only the server can tell of: in JSON it shows in the numbers.
            notices.onHole(hole);
            reached(hole.to());
        }

        @Override
        public void onNewLog(RoomName of, String epoch) {
            notices.onNewLog(of, epoch);
        }

        @Override
        public void onRoomLost(RoomName lost, ErrorCode code, String message) {
            watch.ending().complete(new Ending(ExitCode.LOST, "cannot join again: " + message));
        }

        /** By itself a server begins with one page at the most: from a position it goes on with everything after it. */
        private void goBack(ChatClient connected, Event.Joined joined) {
            if (since instanceof HistoryRange.At) {
                connected.history(room, since, 1).whenComplete((page, failure) -> {
                    if (page != null) {
                        List<LogEntry> first = page.entries();
                        goBack(
                                connected,
                                joined,
                                first.isEmpty() ? joined.head() : first.get(0).seq() - 1);
                    } else if (ChatException.behind(failure) instanceof ChatException.Refused refused) {
                        watch.ending().complete(new Ending(ExitCode.REFUSED, refused.reason()));
                    } else {
                        // The connection is lost: the next one begins with this again.
                        goingBack = false;
                    }
                });
            } else {
                goBack(
                        connected,
                        joined,
                        since instanceof HistoryRange.After after ? after.seq() : joined.head() - last);
            }
        }

        private void goBack(ChatClient connected, Event.Joined joined, long after) {
            begin = Math.max(0, Math.min(after, joined.head()));
            connected.followAfter(room, new Position(joined.epoch(), begin, null));
        }

        private void reached(long seq) {
            if (!follow && seq >= head) {
                watch.ending().complete(Ending.OK);
            }
        }
    }
}
