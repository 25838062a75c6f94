// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import chat.client.ServerAddress;
import chat.protocol.message.RoomName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the checker does.
 *
 * @param server where to
 * @param room the room, or null for rooms of this run's own
 * @param senders how many clients send and read, at least 1
 * @param readers how many clients only read
 * @param stalled how many more only read, and stop reading from their sockets now and then
 * @param rooms how many rooms every client follows, 1 to 100; 1 where a room is given
 * @param messages how many messages in all, at most; sending ends with the last or with {@code duration}
 * @param duration how long to send, at most
 * @param rate messages a second of each sender; 0 for as fast as they are acknowledged
 * @param size about how many bytes a text has
 * @param outstanding how many messages of a sender may be unacknowledged, at least 1
 * @param settle how long after the sending nothing may happen while something is still expected
 * @param silence without any input for so long, a connection is given up
 */
public record BenchPlan(
        ServerAddress server,
        @Nullable RoomName room,
        int senders,
        int readers,
        int stalled,
        int rooms,
        long messages,
        Duration duration,
        double rate,
        int size,
        int outstanding,
        Duration settle,
        Duration silence) {

    /** A time to send in that ends only with the last message. */
    public static final Duration UNLIMITED = Duration.ofDays(365);

    private static final int MAX_ROOMS = 100;
    private static final int MAX_CLIENTS = 100_000;

    /** @throws IllegalArgumentException with a message for a person, if a value makes no sense */
    public BenchPlan {
        check("senders", senders, 1, MAX_CLIENTS);
        check("readers", readers, 0, MAX_CLIENTS);
        check("stalled", stalled, 0, MAX_CLIENTS);
        check("rooms", rooms, 1, room == null ? MAX_ROOMS : 1);
        check("messages", messages, 1, Long.MAX_VALUE);
        check("size", size, 1, 1 << 20);
        check("outstanding", outstanding, 1, 1000);
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("rate: " + rate + " (expected: 0 or more)");
        }
        if (duration.isNegative() || settle.isNegative() || silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("duration, settle, silence: expected above zero");
        }
    }

    /** Ten senders of a hundred messages a second and ten readers, in one room of their own, for ten seconds. */
    public static BenchPlan of(ServerAddress server) {
        return new BenchPlan(
                server,
                null,
                10,
                10,
                0,
                1,
                Long.MAX_VALUE,
                Duration.ofSeconds(10),
                100,
                100,
                16,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    /** The same with so many clients and rooms. */
    public BenchPlan withClients(int newSenders, int newReaders, int newStalled, int newRooms) {
        return new BenchPlan(
                server,
                room,
                newSenders,
                newReaders,
                newStalled,
                newRooms,
                messages,
                duration,
                rate,
                size,
                outstanding,
                settle,
                silence);
    }

    /** The same with so many messages in all, each sender's at a rate, however long that takes. */
    public BenchPlan withMessages(long newMessages, double newRate) {
        return new BenchPlan(
                server,
                room,
                senders,
                readers,
                stalled,
                rooms,
                newMessages,
                UNLIMITED,
                newRate,
                size,
                outstanding,
                settle,
                silence);
    }

    /** The same with this patience. */
    public BenchPlan withPatience(Duration newSettle, Duration newSilence) {
        return new BenchPlan(
                server,
                room,
                senders,
                readers,
                stalled,
                rooms,
                messages,
                duration,
                rate,
                size,
                outstanding,
                newSettle,
                newSilence);
    }

    /** How many clients there are in all. */
    int clients() {
        return senders + readers + stalled;
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: "
                    + (most == Long.MAX_VALUE ? "at least " + least : least + " to " + most) + ")");
        }
    }
}
