// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The checker: numbered messages from many clients, and a verdict on what a server promises ({@link
 * chat.client.load.Bench}). It speaks the protocol itself ({@code LoadConnection}, {@code LoadClient}) and does not use {@code ChatClient},
 * which quietly drops an entry it has seen and so would hide a server that delivers twice.
 *
 * <p>How it decides: what the first live client sees at a place of a room's log is recorded; every other client, the
 * acknowledgements and at last the log itself are held against it. Each client keeps only its place and the entries it was not
 * given ({@code RoomWatch}), so that memory grows with the messages and not with the clients. {@code RoomWatch}, {@code
 * Ledger} and {@code Judge} are pure: they are told what was seen and have no sockets and no clock.
 *
 * <p>Confined to one event loop, all but {@code Bench} and what it takes and gives. May import the protocol, Netty and {@code
 * ServerAddress}.
 */
@NullMarked
package chat.client.load;

import org.jspecify.annotations.NullMarked;
