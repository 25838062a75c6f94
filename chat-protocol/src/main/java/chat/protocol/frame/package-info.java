// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The native framing: four bytes of length, big-endian, then that many bytes of payload.
 *
 * <p>Stateless and thread-safe; the buffers that are handed in stay the caller's. Uses Netty's buffers and the
 * vocabulary, and knows nothing of what a payload says.
 */
@NullMarked
package chat.protocol.frame;

import org.jspecify.annotations.NullMarked;
