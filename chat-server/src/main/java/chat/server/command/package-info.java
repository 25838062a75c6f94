// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The rules of the chat: what each command does, one handler a command.
 *
 * <p>A handler runs on the caller's event loop, reads snapshots that do not change, and writes only by appending to a
 * log; it never blocks. What it needs of others are the ports {@link chat.server.command.Caller} and {@link
 * chat.server.command.Attendance}. May import the room and the log, no Netty.
 */
@NullMarked
package chat.server.command;

import org.jspecify.annotations.NullMarked;
