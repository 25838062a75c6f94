// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.ChatOptions;
import chat.client.console.Ending;
import chat.client.console.LineOutput;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.RoomName;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Prints a part of a room's log, each entry once and in order, through lost connections, up to the last entry that the room
 * had when it began; then it ends. It ends with {@link Ending#OK} only if all of it was printed. To be used once.
 */
public final class LogPrint {

    private final Ending.Watch watch = new Ending.Watch(false);
    private final LogReading reading;
    private final EntryOutput out;

    /**
     * @param json whether to print the protocol's JSON, one object a line, instead of text
     * @param patience how long one page may take, and with it a server that went away to come back
     */
    public LogPrint(ChatOptions options, RoomName room, boolean json, Duration patience, OutputStream out) {
        this.reading = new LogReading(options, room, patience, watch);
        this.out = new EntryOutput(json, new LineOutput(out, watch.ending()::complete));
    }

    /** Prints everything that the room keeps. */
    public Ending all() throws InterruptedException {
        return reading.all(out::print);
    }

    /**
     * Prints the end of the log.
     *
     * @param count how many entries at the most, 0 or more
     */
    public Ending last(long count) throws InterruptedException {
        return reading.last(count, out::print);
    }

    /**
     * Prints from a place on.
     *
     * @param range {@link HistoryRange.After} or {@link HistoryRange.At}
     */
    public Ending from(HistoryRange range) throws InterruptedException {
        return reading.from(range, out::print);
    }
}
