// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * How committed entries reach those who follow a room, by one mechanism for live delivery, joining, resuming, slow
 * readers and lost hints.
 *
 * <p>{@link chat.server.fanout.FanOut} runs on the log's writer thread and gives each event loop one task for a batch.
 * {@link chat.server.fanout.LoopAudience} and everything it owns ({@link chat.server.fanout.LiveGroup}, {@link
 * chat.server.fanout.CatchUp}) are confined to their event loop: plain fields, no locks. The log is the queue: a follower
 * is in the live group of its room and has everything up to the group's last number, or it reads the log from its cursor
 * at its own pace. May import the room, the log and the dialects' formats.
 */
@NullMarked
package chat.server.fanout;

import org.jspecify.annotations.NullMarked;
