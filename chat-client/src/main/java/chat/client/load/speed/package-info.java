// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The meter: what a server's deliveries cost, how many it makes and how long they take ({@link chat.client.load.speed.Speed}).
 * It is cheap, so that on one machine the server has the time and not its clients: of a delivery that looks as the server
 * writes it, {@code FrameScanner} reads what it needs from the bytes; every other frame goes to the ordinary decoder. Each
 * delivery is checked for its room, its place and its text all the same. It speaks the protocol itself, as the checker does.
 *
 * <p>{@code SpeedRun}, {@code IdleRun} and {@code ResumeRun} say step by step what happens, on the thread of the caller, and
 * wait; members, speakers and tallies are confined to an event loop; {@code Alarm} and {@code DueWindow} are thread-safe. Of
 * several processes, each has its {@code Crowd}: the one that was asked tells the others, its {@code Company}, what to do.
 *
 * <p>May import the protocol, Netty and {@code ServerAddress}, and nothing of the checker.
 */
@NullMarked
package chat.client.load.speed;

import org.jspecify.annotations.NullMarked;
