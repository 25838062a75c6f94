// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Text for people: lines cut out of a stream of bytes ({@link chat.protocol.line.LineSplitter}), and control characters
 * made visible ({@link chat.protocol.line.Visible}), so that a peer cannot paint another's terminal.
 *
 * <p>A splitter belongs to one connection and is confined to its thread; the rest is stateless. Uses the JDK and
 * Netty's buffers only.
 */
@NullMarked
package chat.protocol.line;

import org.jspecify.annotations.NullMarked;
