// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * A connection from its first command to its last event. All dialects end in one Netty handler, {@link
 * chat.server.session.SessionHandler}; what it does depends on the {@link chat.server.session.Phase} the connection is
 * in.
 *
 * <p>Everything of one connection is confined to its event loop. {@link chat.server.session.SessionRegistry} and {@link
 * chat.server.session.Sessions} are shared and thread-safe. May import the commands, the fan-out, presence and the
 * dialect interface.
 */
@NullMarked
package chat.server.session;

import org.jspecify.annotations.NullMarked;
