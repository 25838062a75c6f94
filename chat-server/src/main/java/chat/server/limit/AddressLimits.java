// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import chat.server.config.Limit;
import chat.server.config.Rate;

/**
 * What one address may do.
 *
 * @param connections how many connections it may have at once
 * @param connectionRate how fast it may make them
 * @param commands how fast it may give commands of all kinds, on all its connections
 * @param messages how fast it may send messages, on all its connections
 */
public record AddressLimits(
        Limit<Integer> connections, Limit<Rate> connectionRate, Limit<Rate> commands, Limit<Rate> messages) {}
