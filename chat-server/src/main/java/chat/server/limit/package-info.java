// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The token bucket that holds a peer to a rate.
 *
 * <p>A bucket is confined to the event loop of its connection. May import the JDK and {@code chat.server.config}, and no
 * other package of the server.
 */
@NullMarked
package chat.server.limit;

import org.jspecify.annotations.NullMarked;
