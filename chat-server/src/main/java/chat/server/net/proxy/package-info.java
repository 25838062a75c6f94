// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The PROXY protocol: who is at the other end of a proxy.
 *
 * <p>Confined to the connection's event loop. May import {@code net}.
 */
@NullMarked
package chat.server.net.proxy;

import org.jspecify.annotations.NullMarked;
