// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Token buckets that hold a peer to a rate, and the table of what each address uses.
 *
 * <p>A {@link chat.server.limit.TokenBucket} is confined to the event loop of its connection; what connections share is
 * thread-safe without locks of its own. May import the JDK, Netty's channels and {@code chat.server.config}, and no other
 * package of the server.
 */
@NullMarked
package chat.server.limit;

import org.jspecify.annotations.NullMarked;
