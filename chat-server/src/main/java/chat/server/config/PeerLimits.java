// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/**
 * What an address, a room and somebody who does not wait may cost. Immutable and thread-safe.
 *
 * @param joins joins of one connection
 * @param refusals commands that come although their connection was told to wait
 * @param connectionsPerAddress open connections from one address
 * @param connectionRatePerAddress new connections from one address
 * @param connectionRate new connections in all
 * @param commandsPerAddress commands from one address, messages among them
 * @param messagesPerAddress messages from one address
 * @param messagesPerRoom messages and topics in one room
 * @param membersPerRoom people in a room at once
 * @param roomsPerAccount rooms that an account may own and still make another one
 * @param directsPerAccount direct rooms of an account that opens another one
 * @param blocksPerAccount people whom an account may have blocked
 */
public record PeerLimits(
        Limit<Rate> joins,
        Limit<Rate> refusals,
        Limit<Integer> connectionsPerAddress,
        Limit<Rate> connectionRatePerAddress,
        Limit<Rate> connectionRate,
        Limit<Rate> commandsPerAddress,
        Limit<Rate> messagesPerAddress,
        Limit<Rate> messagesPerRoom,
        Limit<Integer> membersPerRoom,
        Limit<Integer> roomsPerAccount,
        Limit<Integer> directsPerAccount,
        Limit<Integer> blocksPerAccount) {

    static PeerLimits of(Values values) {
        return new PeerLimits(
                values.get(Keys.LIMITS_JOINS),
                values.get(Keys.LIMITS_REFUSALS),
                values.get(Keys.LIMITS_CONNECTIONS_PER_ADDRESS),
                values.get(Keys.LIMITS_CONNECTION_RATE_PER_ADDRESS),
                values.get(Keys.LIMITS_CONNECTION_RATE),
                values.get(Keys.LIMITS_COMMANDS_PER_ADDRESS),
                values.get(Keys.LIMITS_MESSAGES_PER_ADDRESS),
                values.get(Keys.LIMITS_MESSAGES_PER_ROOM),
                values.get(Keys.LIMITS_MEMBERS_PER_ROOM),
                values.get(Keys.LIMITS_ROOMS_PER_ACCOUNT),
                values.get(Keys.LIMITS_DIRECTS_PER_ACCOUNT),
                values.get(Keys.LIMITS_BLOCKS_PER_ACCOUNT));
    }

    /** The same without the rates; counts stay. */
    PeerLimits withoutRates() {
        return new PeerLimits(
                Limit.off(),
                Limit.off(),
                connectionsPerAddress,
                Limit.off(),
                Limit.off(),
                Limit.off(),
                Limit.off(),
                Limit.off(),
                membersPerRoom,
                roomsPerAccount,
                directsPerAccount,
                blocksPerAccount);
    }
}
