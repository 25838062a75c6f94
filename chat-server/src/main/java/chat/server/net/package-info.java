// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Sockets: which transport, who is let in, what a new connection's pipeline is made of ({@link
 * chat.server.net.HandlerNames} draws it).
 *
 * <p>Accepting happens on the boss loop, everything of a connection on the worker loop that it is given. May import the
 * dialects and the sessions.
 */
@NullMarked
package chat.server.net;

import org.jspecify.annotations.NullMarked;
