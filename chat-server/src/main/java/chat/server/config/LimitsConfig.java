// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;

/**
 * What a peer may cost. Counts are at least 1. Sizes and counts that bound the memory of a connection have no "off":
 * for them {@code off} is the largest value that makes sense. Immutable and thread-safe.
 *
 * @param all whether rate limits hold at all; if not, all of them are off
 * @param maxConnections open connections
 * @param frameSize largest frame from a client, 256 bytes to 16 MiB − 1 byte
 * @param lineSize longest line from a text client, 64 bytes to 1 MiB
 * @param textSize longest text of a message in bytes of UTF-8, 1 byte to 1 MiB
 * @param inFlight messages of a connection that may wait to be committed, 1 to 65,536
 * @param rooms rooms in all
 * @param roomsPerConnection rooms that a connection may follow at once
 * @param helloTimeout time in which a framed client must have said hello
 * @param idle silence after which a framed client is taken for dead
 * @param stall time after which a client that reads nothing is disconnected
 * @param historyPage entries in one page of history, 1 to 10,000
 * @param messages messages of one connection
 * @param commands commands of one connection, messages among them
 * @param signInsPerAccount attempts to sign in to one account
 * @param signInsPerAddress attempts to sign in from one address
 * @param registrations attempts to make an account from one address
 * @param peers what addresses, rooms and those who do not wait may cost
 */
public record LimitsConfig(
        boolean all,
        Limit<Integer> maxConnections,
        DataSize frameSize,
        DataSize lineSize,
        DataSize textSize,
        int inFlight,
        Limit<Integer> rooms,
        Limit<Integer> roomsPerConnection,
        Limit<Duration> helloTimeout,
        Limit<Duration> idle,
        Limit<Duration> stall,
        int historyPage,
        Limit<Rate> messages,
        Limit<Rate> commands,
        Limit<Rate> signInsPerAccount,
        Limit<Rate> signInsPerAddress,
        Limit<Rate> registrations,
        PeerLimits peers) {

    /** Lifts the rate limits if {@code all} is false, so that nobody else has to think of it. */
    public LimitsConfig {
        if (!all) {
            messages = Limit.off();
            commands = Limit.off();
            signInsPerAccount = Limit.off();
            signInsPerAddress = Limit.off();
            registrations = Limit.off();
            peers = peers.withoutRates();
        }
    }

    static LimitsConfig of(Values values) {
        return new LimitsConfig(
                values.get(Keys.LIMITS_ALL),
                values.get(Keys.LIMITS_MAX_CONNECTIONS),
                values.get(Keys.LIMITS_FRAME_SIZE),
                values.get(Keys.LIMITS_LINE_SIZE),
                values.get(Keys.LIMITS_TEXT_SIZE),
                values.get(Keys.LIMITS_IN_FLIGHT),
                values.get(Keys.LIMITS_ROOMS),
                values.get(Keys.LIMITS_ROOMS_PER_CONNECTION),
                values.get(Keys.LIMITS_HELLO_TIMEOUT),
                values.get(Keys.LIMITS_IDLE),
                values.get(Keys.LIMITS_STALL),
                values.get(Keys.LIMITS_HISTORY_PAGE),
                values.get(Keys.LIMITS_MESSAGES),
                values.get(Keys.LIMITS_COMMANDS),
                values.get(Keys.LIMITS_SIGN_INS_PER_ACCOUNT),
                values.get(Keys.LIMITS_SIGN_INS_PER_ADDRESS),
                values.get(Keys.LIMITS_REGISTRATIONS),
                PeerLimits.of(values));
    }
}
