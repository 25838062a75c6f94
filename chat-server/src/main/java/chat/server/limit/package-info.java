// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What a peer may cost: the table of limits ({@link chat.server.limit.LimitKind}) and the token bucket that holds the
 * rates.
 *
 * <p>A bucket is confined to the event loop of its connection. May import the JDK and {@code chat.server.config}, and no
 * other package of the server.
 */
@NullMarked
package chat.server.limit;

import org.jspecify.annotations.NullMarked;
