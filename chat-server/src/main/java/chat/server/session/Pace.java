// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.CommandType;
import chat.server.limit.AddressUse;
import chat.server.limit.SharedBucket;
import chat.server.limit.TokenBucket;
import chat.server.metrics.ServerMetrics;
import chat.server.room.Room;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds one connection to its rates, and to those that it shares with others of its address and of a room. Confined to the
 * connection's event loop; what is shared is lock-free.
 *
 * <p>Whoever is told to wait and does is never closed for it, however often. Whoever goes on regardless is, some time
 * ({@link #isIgnored}).
 */
final class Pace {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Who waits for the same token as others is told a time of their own, or they would all come back for it at once. */
    private static final long SHARED_SPREAD_MILLIS = 1_000;

    private static final String CONNECTION = "connection";
    private static final String ADDRESS = "address";
    private static final String ROOM = "room";

    private final TokenBucket commands;
    private final TokenBucket messages;
    private final TokenBucket joins;
    private final TokenBucket refusals;
    private final @Nullable AddressUse address;
    private final ServerMetrics metrics;
    private long patienceUntilNanos;
    private boolean waiting;
    private boolean ignored;

    /** @param address what the connection shares with others, or null if it is not held to that */
    Pace(SessionRules rules, @Nullable AddressUse address, ServerMetrics metrics) {
        this.commands = TokenBucket.of(rules.commands(), System::nanoTime);
        this.messages = TokenBucket.of(rules.messages(), System::nanoTime);
        this.joins = TokenBucket.of(rules.joins(), System::nanoTime);
        this.refusals = TokenBucket.of(rules.refusals(), System::nanoTime);
        this.address = address;
        this.metrics = metrics;
    }

    /**
     * Takes what a command costs.
     *
     * @param room in which it adds an entry, or null
     * @return 0 if it may be done; else after how many milliseconds it may come again
     */
    long millisToWait(CommandType type, @Nullable Room room) {
        if (type == CommandType.LEAVE) {
            // To want less is never too much; the text dialect leaves by itself when it has joined another room.
            return 0;
        }
        long wait = takeCommand();
        if (wait == 0 && (type == CommandType.JOIN || type == CommandType.DIRECT)) {
            wait = own(joins);
        }
        if (wait == 0 && (type == CommandType.SEND || type == CommandType.TOPIC)) {
            wait = own(messages);
            if (wait == 0 && address != null) {
                wait = shared(address.messages(), ADDRESS);
            }
        }
        if (wait == 0 && room != null) {
            wait = ofRoom(room.pace());
        }
        return told(wait);
    }

    /** Takes what a join costs, for a command that is none but may open a room. */
    long millisToJoin() {
        return told(own(joins));
    }

    /** The same for input that is no command, or for a hello that is refused. */
    long millisToWait() {
        return told(takeCommand());
    }

    /** Whether the connection has been told to wait so often, and has not, that it is to be closed. */
    boolean isIgnored() {
        return ignored;
    }

    private long takeCommand() {
        long wait = own(commands);
        return wait == 0 && address != null ? shared(address.commands(), ADDRESS) : wait;
    }

    private long own(TokenBucket bucket) {
        if (bucket.tryTake()) {
            return 0;
        }
        metrics.rateLimited(CONNECTION);
        return Math.max(1, bucket.retryAfterMillis());
    }

    /** Who comes back with a new burst as often as the old one is used up shall not take the room's from those who do not. */
    private long ofRoom(SharedBucket bucket) {
        long now = System.nanoTime();
        // By the address as well, where that is counted: a new connection has a full bucket of its own.
        boolean calm = messages.isAlmostFull()
                && (address == null || address.messages().isAlmostFull(now));
        return shared(calm ? bucket.take(now) : bucket.takeUnreserved(now), ROOM);
    }

    private long shared(SharedBucket bucket, String whose) {
        return shared(bucket.take(System.nanoTime()), whose);
    }

    private long shared(long wait, String whose) {
        if (wait == 0) {
            return 0;
        }
        metrics.rateLimited(whose);
        return wait / NANOS_PER_MILLI + 1 + ThreadLocalRandom.current().nextLong(SHARED_SPREAD_MILLIS);
    }

    private long told(long waitMillis) {
        if (waitMillis == 0) {
            return 0;
        }
        long now = System.nanoTime();
        long until = now + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        if (waiting && now - patienceUntilNanos < 0) {
            ignored |= !refusals.tryTake();
            // Whichever of the times it was told it keeps to.
            patienceUntilNanos = until - patienceUntilNanos < 0 ? until : patienceUntilNanos;
        } else {
            waiting = true;
            patienceUntilNanos = until;
        }
        return waitMillis;
    }
}
