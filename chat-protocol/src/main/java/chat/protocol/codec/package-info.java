// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Commands and events as JSON, one object per payload: what a frame and a WebSocket message have inside.
 *
 * <p>Reading streams the payload through Jackson into the few fields that are known, in whatever order they come, and
 * builds the record from them; writing goes straight into Netty's buffer, {@code type} first. Codecs are thread-safe,
 * and everything else here lives for one call. Uses the vocabulary, Netty's buffers and Jackson's streaming parser.
 */
@NullMarked
package chat.protocol.codec;

import org.jspecify.annotations.NullMarked;
