// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What a {@link chat.client.ChatClient} is made of: {@link chat.client.internal.Conversation} survives connections, {@link
 * chat.client.internal.Link} is one of them. The rest decides and keeps, without I/O, clocks or randomness of its own:
 * {@code Reconnector} when to come back, {@code Handshake} how to say hello, {@code Heartbeat} whether the other side is
 * alive, {@code RoomPositions} what of each room has been seen, {@code Outbox} what is not acknowledged, {@code Requests}
 * what is not answered.
 *
 * <p>Confined to one Netty event loop, all of it: plain fields, no locks. Not for use from outside, and may change at any
 * time.
 */
@NullMarked
package chat.client.internal;

import org.jspecify.annotations.NullMarked;
