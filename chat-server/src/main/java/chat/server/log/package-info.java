// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The truth: one ordered log a room. What happened in a room is an entry here before anybody is shown it.
 *
 * <p>{@link chat.server.log.RoomLog} is written by one thread, which numbers the entries, makes a group of them durable
 * at once, publishes each room's {@link chat.server.log.LogHead} and then tells the {@link
 * chat.server.log.CommitListener}. Everybody else only appends and reads. Imports the protocol's messages and the JDK,
 * no Netty.
 */
@NullMarked
package chat.server.log;

import org.jspecify.annotations.NullMarked;
