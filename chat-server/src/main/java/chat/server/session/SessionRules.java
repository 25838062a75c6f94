// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Event;
import chat.server.config.GuestPolicy;
import chat.server.config.Limit;
import chat.server.config.Rate;
import java.time.Duration;

/**
 * The numbers that sessions go by.
 *
 * @param serverName what welcome says of the server
 * @param durability what welcome says an acknowledgement means
 * @param limits what welcome says a client must keep to
 * @param heartbeat how often a client with nothing to say should ping
 * @param helloTimeout how long a connection may take to say hello
 * @param idle how long a client may be silent in a dialect with heartbeats
 * @param stall how long a client may read nothing of what waits for it
 * @param guests what people without an account may do
 * @param messages how fast a connection may send messages
 * @param commands how fast a connection may give commands of all kinds
 * @param joins how fast a connection may join rooms
 * @param refusals how fast a connection may give commands that it was told to wait with
 */
public record SessionRules(
        String serverName,
        String durability,
        Event.Limits limits,
        Duration heartbeat,
        Limit<Duration> helloTimeout,
        Limit<Duration> idle,
        Limit<Duration> stall,
        GuestPolicy guests,
        Limit<Rate> messages,
        Limit<Rate> commands,
        Limit<Rate> joins,
        Limit<Rate> refusals) {}
