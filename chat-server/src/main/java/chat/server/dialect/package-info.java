// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What the server asks of a way to speak with it. A dialect is a pure translator between bytes and the two types {@link
 * chat.protocol.message.Command} and {@link chat.protocol.message.Event}; it knows nothing of rooms or sessions.
 *
 * <p>Each dialect is a package below this one and imports nothing of the server but this package.
 */
@NullMarked
package chat.server.dialect;

import org.jspecify.annotations.NullMarked;
